import { Check } from 'lucide-react';
import { useState } from 'react';
import type { ModelInfo } from '../../../shared/contract/entities.ts';
import { Button } from '../../components/Button.tsx';
import { bytes } from '../../components/format.ts';
import { Problem } from '../../components/Problem.tsx';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { useAttempt } from '../../components/useAttempt.ts';
import { call } from '../../state/connection.ts';
import { progressWords } from './modelWords.ts';

interface Checked { readonly ok: boolean; readonly words: string }

const verdicts = { good: 'text-local', tight: 'text-warn', tooLarge: 'text-danger' } as const;

interface ModelRowProps {
  readonly model: ModelInfo;
  readonly isChosen: boolean;
  /** Absent: there is nothing to choose, only to have. */
  readonly onChoose?: (id: string) => void;
}

/** One model: whether it fits this machine, whether it is here, and what can be done with it. */
export function ModelRow(props: ModelRowProps) {
  const { model, isChosen } = props;
  const { state } = model;
  const { problem, attempt } = useAttempt();
  const [checked, setChecked] = useState<Checked | 'checking' | null>(null);
  const check = () => attempt(async () => {
    setChecked('checking');
    setChecked(await call('models.check', { id: model.id }).catch((error: unknown) => {
      setChecked(null);
      throw error;
    }));
  });
  return (
    <li className={`rounded-lg border px-3 py-2 ${isChosen ? 'border-ink bg-surface' : 'border-line'}`}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-52 flex-1">
          <p className="flex flex-wrap items-center gap-x-1.5 text-sm font-medium">
            {model.name}
            {isChosen ? <span className="inline-flex shrink-0 items-center gap-0.5 text-xs font-normal text-muted"><Check aria-hidden size={13} />in use</span> : null}
          </p>
          <p className="text-[0.8125rem] text-muted">{bytes(model.sizeBytes)} · {model.licence} · <span className={verdicts[model.fit.verdict]}>{model.fit.words}</span></p>
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2"><Actions {...props} attempt={attempt} check={checked === 'checking' ? null : check} /></div>
      </div>
      {state.state === 'downloading' ? (
        <div className="mt-2 text-[0.8125rem] text-muted">
          <ProgressBar name={`Download of ${model.name}`} share={state.totalBytes > 0 ? state.receivedBytes / state.totalBytes : 0} />
          <p className="mt-1">{progressWords(state)}, from {state.source}</p>
        </div>
      ) : null}
      {state.state === 'checking' ? <p className="mt-1 text-[0.8125rem] text-muted" role="status">{reading}</p> : null}
      {state.state === 'failed' ? <p className="mt-1 text-[0.8125rem] text-danger" role="alert">{state.error.message}</p> : null}
      {state.state === 'ready' ? <p className="mt-0.5 font-mono text-xs text-muted wrap-anywhere">{state.path}</p> : null}
      {state.state === 'ready' ? <p role="status" className={`text-[0.8125rem] wrap-anywhere ${checked !== null && checked !== 'checking' && !checked.ok ? 'text-danger' : 'text-muted'}`}>{checked === 'checking' ? reading : checked?.words}</p> : null}
      <Problem words={problem} />
    </li>
  );
}

const reading = 'Checking that every byte is right …';

function Actions({ model, isChosen, onChoose, attempt, check }: ModelRowProps & {
  readonly attempt: (work: () => Promise<unknown>) => void;
  /** Null: one is under way. */
  readonly check: (() => void) | null;
}) {
  const [isRemoving, setRemoving] = useState(false);
  const { id, name } = model;
  const use = isChosen || onChoose === undefined ? null : <Button small aria-label={`Use ${name}`} onClick={() => onChoose(id)}>Use</Button>;
  switch (model.state.state) {
    case 'absent':
    case 'failed':
      return <>{use}<Button small aria-label={`Download ${name}`} onClick={() => attempt(() => call('models.get', { id }))}>Download</Button></>;
    case 'downloading':
      return <>{use}<Button small aria-label={`Stop download of ${name}`} onClick={() => attempt(() => call('models.stop', { id }))}>Stop</Button></>;
    case 'checking':
      return use;
    case 'ready':
      if (isRemoving) {
        return (
          <span className="flex items-center gap-2 text-[0.8125rem]">
            Delete the file?
            <Button small look="danger" aria-label={`Delete the file of ${name}`} onClick={() => { setRemoving(false); attempt(() => call('models.remove', { id })); }}>Delete</Button>
            <Button small onClick={() => setRemoving(false)}>Keep</Button>
          </span>
        );
      }
      return (
        <>
          {use}
          <Button small look="quiet" aria-label={`Check ${name}`} disabled={check === null} onClick={() => check?.()}>Check</Button>
          <Button small look="quiet" aria-label={`Remove ${name}`} onClick={() => setRemoving(true)}>Remove</Button>
        </>
      );
  }
}
