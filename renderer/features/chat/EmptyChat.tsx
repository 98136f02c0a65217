import type { AppInfo } from '../../../shared/contract/entities.ts';
import { examples } from './examples.ts';
import { missingWords } from '../expert/missingWords.ts';
import { OfferExpert } from '../expert/OfferExpert.tsx';
import { useTandem } from '../../state/tandem.ts';
import { focusComposer, setDraft } from '../../state/ui.ts';
import { Mark } from '../../components/Mark.tsx';

/** A new chat: what this is, in two sentences, and questions to begin with. */
export function EmptyChat() {
  const expert = useTandem((state) => state.app?.expert ?? null);
  const choose = (question: string) => {
    setDraft(null, question);
    focusComposer();
  };
  return (
    <div className="m-auto w-full max-w-2xl py-8">
      <div className="flex items-center gap-3"><Mark size={34} /><h2 className="text-2xl font-semibold tracking-tight">What should be worked out?</h2></div>
      <p className="mt-2 text-muted">
        The model on this device answers step by step. {expert === null ? '' : expertWords(expert)} Each step shows who wrote it.
      </p>
      <ul aria-label="Example questions" className="mt-5 grid gap-2 sm:grid-cols-2">
        {examples.map(({ title, question }) => (
          <li key={title} className="contents">
            <button type="button" onClick={() => choose(question)} className="flex h-full flex-col rounded-lg border border-line bg-surface px-3.5 py-2.5 text-left hover:border-edge">
              <span className="text-sm font-semibold">{title}</span>
              <span className="mt-0.5 line-clamp-3 text-[0.8125rem] text-muted">{question}</span>
            </button>
          </li>
        ))}
      </ul>
      {expert?.state === 'none' ? <OfferExpert wouldAsk={[]} /> : null}
    </div>
  );
}

/** Only who can be asked is promised. */
function expertWords(expert: AppInfo['expert']): string {
  if (expert.state === 'none') return 'Add an expert, and steps it doubts are asked there.';
  const missing = missingWords(expert);
  return missing === null ? 'Steps it doubts are asked of the expert; the slider says how readily.' : `${missing} Until then every step is written here.`;
}
