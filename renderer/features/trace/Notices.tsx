import { Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { NoticeView } from '../../../shared/trace/view.ts';

const looks = { info: 'border-line bg-sunken text-ink', warning: 'border-warn bg-warn-soft text-warn', error: 'border-danger bg-danger-soft text-danger' } as const;
const icons = { info: Info, warning: TriangleAlert, error: OctagonAlert } as const;

/** What happened to the run as a whole: an expert that did not answer, an engine that was restarted, a limit. */
export function Notices({ notices }: { readonly notices: readonly NoticeView[] }) {
  if (notices.length === 0) return null;
  return (
    <ul aria-label="Notices" className="mt-2 space-y-1.5">
      {notices.map(({ seq, tone, words }, index) => {
        const Icon = icons[tone];
        return (
          <li key={`${seq}-${index}`} className={`flex items-start gap-2 rounded-md border px-2.5 py-1.5 text-[0.8125rem] ${looks[tone]}`}>
            <Icon aria-hidden size={15} className="mt-0.5 shrink-0" />
            <span className="wrap-anywhere">{words}</span>
          </li>
        );
      })}
    </ul>
  );
}
