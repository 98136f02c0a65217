import type { Settings } from '../../../shared/contract/entities.ts';
import { Choices } from '../../components/Choice.tsx';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';

const counts = { none: 0, one: 1, two: 2 } as const;

/** Learning without training: whether the local model is shown its own corrected mistakes before a question. */
export function MistakesField({ settings }: { readonly settings: Settings }) {
  const value = settings.correctedMistakes === 0 ? 'none' : settings.correctedMistakes === 1 ? 'one' : 'two';
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">Learning from its exam</h3>
      <Choices
        name="Corrected mistakes shown to the local model"
        value={value}
        options={[
          { value: 'none', label: 'Show it no mistakes', words: 'The model answers as it was examined.' },
          { value: 'one', label: 'Show it the nearest corrected mistake', words: 'From its exam on this device, as a short worked correction before each question. Each question then takes a little longer to begin.' },
          { value: 'two', label: 'Show it the two nearest', words: 'The same, with two.' },
        ]}
        onChange={(chosen) => act(call('settings.set', { correctedMistakes: counts[chosen] }))}
      />
      <p className="mt-2 text-[0.8125rem] text-muted">Without an exam of this model there is nothing to show. Its doubts were measured without mistakes before it and may be off. The expert is never sent them.</p>
    </section>
  );
}
