import type { Client } from '../../../shared/contract/api.ts';
import type { ModelInfo } from '../../../shared/contract/entities.ts';

/** A first question may wait for a download or for the model to load: that is said on standard error. */
export function tellOfWaiting(client: Client, note: (words: string) => void): () => void {
  let last = '';
  const say = (words: string) => {
    if (words !== last) note(words);
    last = words;
  };
  const ignore = () => undefined;
  const stops = [
    client.subscribe('app', {}, ({ local }) => { if (local.state === 'loading') say(`Loading ${local.model} …`); }, ignore),
    client.subscribe('models', {}, (models) => { for (const model of models) sayProgress(model, say); }, ignore),
  ];
  return () => { for (const stop of stops) stop(); };
}

/** A line for each tenth of a download; the same words again are `say`'s to leave out. */
export function sayProgress({ name, state }: Pick<ModelInfo, 'name' | 'state'>, say: (words: string) => void): void {
  if (state.state !== 'downloading') return;
  const tenth = Math.floor((10 * state.receivedBytes) / Math.max(1, state.totalBytes)) * 10;
  say(`Downloading ${name} from ${state.source}: ${tenth} %`);
}
