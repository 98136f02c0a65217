import { Calculator, Search } from 'lucide-react';
import type { ToolCall } from '../../../shared/agent/model.ts';
import { percent } from '../../components/format.ts';

/** What tools were given and gave back, and what the model would have written without them. */
export function ToolCalls({ calls }: { readonly calls: readonly ToolCall[] }) {
  if (calls.length === 0) return null;
  return (
    <ul className="mt-1.5 space-y-1 text-[0.8125rem]" aria-label="Tool calls">
      {calls.map((call, index) => (
        <li key={index} className="flex flex-wrap items-baseline gap-x-2">
          <span className="inline-flex items-center gap-1 text-muted">
            {call.tool === 'calculator' ? <Calculator aria-hidden size={13} /> : <Search aria-hidden size={13} />}
            {call.tool === 'calculator' ? 'Calculator' : 'Lookup'}
          </span>
          <code className="font-mono text-[0.95em] wrap-anywhere">{call.input}</code>
          <span aria-label="gives">→</span>
          <code className={`font-mono text-[0.95em] wrap-anywhere ${call.ok ? 'font-semibold' : 'text-danger'}`}>{call.output}</code>
          <OwnGuess call={call} />
        </li>
      ))}
    </ul>
  );
}

function OwnGuess({ call }: { readonly call: ToolCall }) {
  if (call.ownGuess === undefined || call.ownGuess.trim() === call.output.trim()) return null;
  return (
    <span className="text-warn">
      the model itself would have written <s className="font-mono">{call.ownGuess}</s>
      {call.resultProbability === undefined ? null : ` and gave the result ${percent(call.resultProbability)}`}
    </span>
  );
}
