import type { HeraProfile } from '../../../shared/contract/hera.ts';
import type { PolicyId } from '../../../shared/switching/policy.ts';
import { Button } from '../../components/Button.tsx';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';

/** Where these very models were tried and another way than the one in use won, it is said once, with the way there. */
export function AutomaticHint({ auto, policy }: { readonly auto: HeraProfile['auto']; readonly policy: PolicyId }) {
  if (policy !== 'adaswitch' || auto === 'adaswitch') return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-sunken px-2.5 py-1.5">
      <p>AdaSwitch decides now. On the profiled requests, for the same number of steps asked, more answers came right with {auto === 'hera' ? 'HERA' : 'AdaSwitch and HERA together'}.</p>
      <Button small onClick={() => act(call('settings.set', { policy: 'auto' }))}>Use Automatic</Button>
    </div>
  );
}
