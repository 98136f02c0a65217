import type { HeraProfile } from '../../../shared/contract/hera.ts';
import type { PolicyId } from '../../../shared/switching/policy.ts';
import { Button } from '../../components/Button.tsx';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';

/** Where another way than the one in use gained more on the pair’s own trees, that is said, and no more than that, with the way there. */
export function AutomaticHint({ auto, policy }: { readonly auto: HeraProfile['auto']; readonly policy: PolicyId }) {
  if (policy !== 'adaswitch' || auto === 'adaswitch') return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-sunken px-2.5 py-1.5">
      <p>AdaSwitch decides now. On the profiled requests, asking in the order of {auto === 'hera' ? 'HERA' : 'AdaSwitch and HERA together'} gained more. On how many forks of their trees that rests is not known here, and new questions were not tried.</p>
      <Button small onClick={() => act(call('settings.set', { policy: 'auto' }))}>Use Automatic</Button>
    </div>
  );
}
