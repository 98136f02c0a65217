import type { ModelCard } from '../../../shared/agent/model.ts';
import { defaultSettings, type ExpertChoice } from '../../../shared/contract/entities.ts';

/** What to type to profile this pair; nothing where the local model is no catalogued file, or there is no expert. */
export function profileWords(local: Pick<ModelCard, 'id' | 'sha256'> | null, choice: ExpertChoice): readonly string[] {
  // With an adapter, a file of the user has a hash as well.
  if (local?.sha256 === undefined || /\.gguf$/i.test(local.id) || choice.kind === 'none') return [];
  const pair = `${local.id === defaultSettings.localModel ? '' : `--local ${local.id} `}--expert ${inTerminal(choice)}`;
  return [`npm run tandem -- profile ${pair} --data FILE --n 100`, `npm run tandem -- fit-hera ${pair} --check 100`];
}

function inTerminal(choice: Exclude<ExpertChoice, { kind: 'none' }>): string {
  switch (choice.kind) {
    case 'claude': return `claude:${choice.model}`;
    case 'server': return `"${choice.baseUrl}#${choice.model}"`;
    case 'gguf': return `serve:${choice.model}`;
  }
}
