import type { Client } from '../../../shared/contract/api.ts';

/** What the window shows above the chat (a damaged file kept aside, an engine started again without its GPU) is said on standard error, each once. */
export function tellOfNotices(client: Client, note: (words: string) => void): () => void {
  const told = new Set<string>();
  return client.subscribe('app', {}, ({ notices }) => {
    for (const { id, words } of notices) {
      if (told.has(id)) continue;
      told.add(id);
      note(words);
    }
  }, () => undefined);
}
