import { CircleCheck, OctagonAlert } from 'lucide-react';
import { useState } from 'react';
import type { Output } from '../../../shared/contract/api.ts';
import type { ExpertChoice } from '../../../shared/contract/entities.ts';
import { toErrorInfo } from '../../../shared/errors.ts';
import { Button } from '../../components/Button.tsx';
import { call } from '../../state/connection.ts';

/** One tiny request, to learn whether address, key and model are right. */
export function TestButton({ choice }: { readonly choice: ExpertChoice }) {
  const [isTesting, setTesting] = useState(false);
  const [result, setResult] = useState<{ readonly of: string; readonly outcome: Output<'expert.test'> } | null>(null);
  const of = JSON.stringify(choice);
  const test = async () => {
    setTesting(true);
    try {
      setResult({ of, outcome: await call('expert.test', { choice }) });
    } catch (error) {
      setResult({ of, outcome: { ok: false, words: toErrorInfo(error).message } });
    } finally {
      setTesting(false);
    }
  };
  const outcome = result?.of === of ? result.outcome : null;
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <Button disabled={isTesting} onClick={() => void test()}>{isTesting ? 'Testing …' : 'Test expert'}</Button>
      <p role="status" className={`flex min-w-0 flex-1 items-center gap-1.5 ${outcome && !outcome.ok ? 'text-danger' : 'text-local'}`}>
        {outcome ? <>{outcome.ok ? <CircleCheck aria-hidden size={16} className="shrink-0" /> : <OctagonAlert aria-hidden size={16} className="shrink-0" />}<span className="wrap-anywhere">{outcome.words}</span></> : null}
      </p>
    </div>
  );
}
