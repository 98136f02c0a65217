import { useState } from 'react';
import type { ExpertChoice, Settings } from '../../../shared/contract/entities.ts';
import { Choices } from '../../components/Choice.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';
import { call } from '../../state/connection.ts';
import { AgreementState } from './AgreementState.tsx';
import { ClaudeFields } from './ClaudeFields.tsx';
import { GgufFields } from './GgufFields.tsx';
import { KeyField } from './KeyField.tsx';
import { ServerFields } from './ServerFields.tsx';
import { TestButton } from './TestButton.tsx';

type Kind = ExpertChoice['kind'];

const kinds: readonly { readonly value: Kind; readonly label: string; readonly words: string }[] = [
  { value: 'none', label: 'No expert', words: 'Every step is written here; the trace says where an expert would have been asked.' },
  { value: 'claude', label: 'Claude', words: 'Steps in doubt are sent to Anthropic. Needs a key of yours.' },
  { value: 'server', label: 'A server', words: 'Any server that speaks the Anthropic Messages API: another machine running Tandem, llama-server, Ollama, LM Studio.' },
  { value: 'gguf', label: 'A larger model on this device', words: 'Slower, but nothing leaves.' },
];

/** Who is asked for steps in doubt. A kind is shown when it is picked and counts once its fields are complete. */
export function ExpertSection({ settings }: { readonly settings: Settings }) {
  const { expert } = settings;
  const [picked, setPicked] = useState<Kind>(expert.kind);
  const { problem, attempt } = useAttempt();
  const pick = (kind: Kind) => {
    setPicked(kind);
    if (kind === 'none') attempt(() => call('settings.set', { expert: { kind } }));
  };
  const isChosen = expert.kind === picked;
  return (
    <div className="space-y-4">
      <Choices name="Expert" value={picked} options={kinds} onChange={pick} />
      <Problem words={problem} />
      <KindFields key={picked} kind={picked} settings={settings} />
      {isChosen && (picked === 'claude' || picked === 'server') ? <KeyField kind={picked} /> : null}
      {isChosen && picked !== 'none' ? <AgreementState /> : null}
      {isChosen && picked !== 'none' ? <TestButton choice={expert} /> : null}
    </div>
  );
}

/** What a kind needs to be told; a choice that is refused says so below it, until another kind is picked. */
function KindFields({ kind, settings }: { readonly kind: Kind; readonly settings: Settings }) {
  const { problem, attempt } = useAttempt();
  const choose = (expert: ExpertChoice) => attempt(() => call('settings.set', { expert }));
  return (
    <>
      {kind === 'claude' ? <ClaudeFields expert={settings.expert} onChoose={choose} /> : null}
      {kind === 'server' ? <ServerFields expert={settings.expert} onChoose={choose} /> : null}
      {kind === 'gguf' ? <GgufFields settings={settings} onChoose={choose} /> : null}
      <Problem words={problem} />
    </>
  );
}
