import path from 'node:path';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { defaultSettings, type ExpertChoice } from '../../../shared/contract/entities.ts';
import { catalog } from '../models/catalog.ts';
import { usualLimits } from './growTree.ts';
import { enoughUsd, mostOf, type ProfileWork } from './profileNotes.ts';
import { shellWord } from './shellWord.ts';

const requests = 100;

/**
 * What to type to profile this pair; nothing where the local model is no catalogued file, or there is no expert. One
 * that may bill for its steps is never asked without a limit.
 */
export function profileWords(local: Pick<ModelCard, 'id' | 'sha256'> | null, choice: ExpertChoice, expert: Pick<ModelCard, 'name' | 'where' | 'price'> | null): readonly string[] {
  // With an adapter, a file of the user has a hash as well.
  if (local?.sha256 === undefined || /\.gguf$/i.test(local.id) || choice.kind === 'none') return [];
  const pair = `${local.id === defaultSettings.localModel ? '' : `--local ${local.id} `}--expert ${shellWord(inTerminal(choice))}`;
  return [`npm run tandem -- profile ${pair} --data FILE --n ${requests}${budgetWords(expert)}`, `npm run tandem -- fit-hera ${pair} --check 100`];
}

function budgetWords(expert: Parameters<typeof profileWords>[2]): string {
  if (expert === null || expert.where === 'thisDevice') return '';
  const work: ProfileWork = { requests, trees: requests, switchesOnly: 0, withSwitches: false, limits: usualLimits };
  const usd = enoughUsd(work, expert);
  return usd === null ? ` --max-calls ${mostOf(work).together}` : ` --max-usd ${usd}`;
}

function inTerminal(choice: Exclude<ExpertChoice, { kind: 'none' }>): string {
  switch (choice.kind) {
    case 'claude': return `claude:${choice.model}`;
    case 'server': return `${choice.baseUrl}#${choice.model}`;
    // A file of the user is known by its path alone, and the terminal may be in another folder.
    case 'gguf': return catalog.models.some(({ id }) => id === choice.model) ? `serve:${choice.model}` : path.resolve(choice.model);
  }
}
