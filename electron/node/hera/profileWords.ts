import type { ModelCard } from '../../../shared/agent/model.ts';
import { defaultSettings, type ExpertChoice } from '../../../shared/contract/entities.ts';
import { isCatalogued, modelKey } from '../models/catalog.ts';
import { usualLimits } from './growTree.ts';
import { enoughUsd, mostOf, type ProfileWork } from './profileNotes.ts';
import { shellWord } from './shellWord.ts';

const requests = 100;

/**
 * What to type to profile this pair; nothing where there is no expert. One that may bill for its steps is never asked
 * without a limit.
 * @param local the local model as it is chosen: its id, or the path of a file of the user
 */
export function profileWords(local: string, choice: ExpertChoice, expert: Pick<ModelCard, 'name' | 'where' | 'price'> | null): readonly string[] {
  if (choice.kind === 'none') return [];
  const pair = `${local === defaultSettings.localModel ? '' : `--local ${shellWord(modelKey(local))} `}--expert ${shellWord(inTerminal(choice))}`;
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
    case 'gguf': return isCatalogued(choice.model) ? `serve:${choice.model}` : modelKey(choice.model);
  }
}
