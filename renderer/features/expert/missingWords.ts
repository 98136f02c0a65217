import type { AppInfo } from '../../../shared/contract/entities.ts';

/** What is missing until the expert can be asked, in a sentence; null: nothing. */
export function missingWords(expert: AppInfo['expert']): string | null {
  switch (expert.state) {
    case 'none':
      return 'No expert is set up.';
    case 'ready':
      return null;
    case 'needsKey':
      return `${expert.card.name} needs a key first.`;
    case 'needsAgreement':
      return `You have not yet agreed that steps may go to ${expert.card.name}.`;
    case 'needsModel':
      return 'The model that is to be the expert is not on this device yet.';
    case 'failed':
      return 'The expert cannot be asked as it is set up; Settings, Expert, says why.';
  }
}
