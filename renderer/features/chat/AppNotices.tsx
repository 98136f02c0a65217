import { TriangleAlert, Unplug, X } from 'lucide-react';
import { IconButton } from '../../components/Button.tsx';
import { call, useConnection } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { act } from '../../state/toasts.ts';

const none: readonly never[] = [];

/** What the user should know of the app as a whole, until it is dismissed; and a lost connection. */
export function AppNotices() {
  const notices = useTandem((state) => state.app?.notices ?? none);
  const status = useConnection((state) => state.status);
  return (
    <div role="status" className="shrink-0">
      {status === 'lost' ? (
        <p className="flex items-center gap-2 border-b border-warn bg-warn-soft px-4 py-2 text-sm text-warn">
          <Unplug aria-hidden size={16} className="shrink-0" />
          The connection to Tandem was lost; trying again. Everything accepted so far is kept. If Tandem was restarted, open the address it prints.
        </p>
      ) : null}
      {notices.map(({ id, words }) => (
        <div key={id} className="flex items-center gap-2 border-b border-warn bg-warn-soft py-1 pr-2 pl-4 text-sm text-warn">
          <TriangleAlert aria-hidden size={16} className="shrink-0" />
          <p className="grow wrap-anywhere">{words}</p>
          <IconButton name="Dismiss notice" className="text-warn" onClick={() => act(call('notices.dismiss', { id }))}><X aria-hidden size={16} /></IconButton>
        </div>
      ))}
    </div>
  );
}
