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
          { value: 'one', label: 'Show it the most similar corrected mistake', words: 'Before each question it reads how a similar problem of its exam went wrong and how it is done right. Answers begin a little later.' },
          { value: 'two', label: 'Show it the two most similar', words: 'The same, with two.' },
        ]}
        onChange={(chosen) => act(call('settings.set', { correctedMistakes: counts[chosen] }))}
      />
      <p className="mt-2 text-[0.8125rem] text-muted">Without an exam of this model there is nothing to show. The slider’s percentages were measured without, so they may be a little off. The expert is never sent any of it.</p>
    </section>
  );
}
