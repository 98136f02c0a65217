import path from 'node:path';
import type { ModelCard } from '../../../shared/agent/model.ts';
import type { TopicMessage } from '../../../shared/contract/api.ts';
import type { AgreementNeeded } from '../../../shared/contract/entities.ts';
import { TandemError } from '../../../shared/errors.ts';
import { plainHttpHost } from '../expert/baseUrl.ts';
import { isCatalogued } from '../models/catalog.ts';
import { notAgreed } from '../runs/agreement.ts';
import type { AskPlan } from './askPlan.ts';
import type { Session } from './session.ts';

/** Whether steps can go to the expert that was wished for. */
export type ExpertOutlook = 'asOrdered' | 'missing';

/**
 * Before a question is asked: an expert that cannot be had is said or refused, and none beyond this device is used
 * without agreement.
 */
export async function settleExpert(session: Session, plan: AskPlan, note: (words: string) => void): Promise<ExpertOutlook> {
  const { client } = session;
  const [{ expert }, settings] = await Promise.all([
    first<TopicMessage<'app'>>((tell, fail) => client.subscribe('app', {}, tell, fail)),
    first<TopicMessage<'settings'>>((tell, fail) => client.subscribe('settings', {}, tell, fail)),
  ]);
  // Nobody is asked then, whoever is chosen.
  if (settings.policy === 'localOnly') return 'asOrdered';
  const { expert: given } = plan.override;
  const host = given?.kind === 'server' ? plainHttpHost(given.baseUrl) : null;
  if (given?.kind === 'server' && host !== null) {
    if (settings.expert.kind === 'server' && !settings.expert.allowPlainHttp) {
      throw new TandemError('badInput', `${host} would get your text unencrypted, readable by everyone on the way. Use https, or add --allow-http to send it all the same.`);
    }
    if (given.allowPlainHttp) note(`${host} gets your text unencrypted: everyone on the way can read it.`);
  }
  switch (expert.state) {
    case 'none':
      return 'asOrdered';
    case 'ready':
      // Agreed to before, with another cap perhaps.
      if (plan.agreeUsd !== null && expert.card.where === 'remote') await setCap(session, plan.agreeUsd, expert.card);
      return 'asOrdered';
    case 'failed':
      throw new TandemError(expert.error.kind, expert.error.message);
    case 'needsModel':
      throw new TandemError('modelMissing', missingWords(expert.model));
    case 'needsKey':
      note(`No key for ${expert.card.name}: set ANTHROPIC_API_KEY. ${plan.strict ? 'Nothing was asked, because of --strict.' : 'Until then every step is written here.'}`);
      return 'missing';
    case 'needsAgreement':
      return agree(session, plan, expert.agreement, note);
  }
}

/** What to do about it depends on how it was named: a path, a name of the catalog, or neither. */
function missingWords(model: string): string {
  if (isCatalogued(model)) return `The expert's model ${model} is not on this machine. Get it with: npm run tandem -- models get ${model}`;
  if (path.isAbsolute(model)) return `There is no file ${model}. Give the expert's path again, or a name of "npm run tandem -- models list".`;
  return `There is no expert "${model.slice(0, 80)}". Give a name of "npm run tandem -- models list", the path of a GGUF file, a URL, claude, or none.`;
}

async function agree(session: Session, plan: AskPlan, agreement: AgreementNeeded, note: (words: string) => void): Promise<ExpertOutlook> {
  const { client, isAside } = session;
  if (isAside && plan.override.expert === undefined && !plan.strict) {
    note(`${agreement.to} is left out, because its spending is counted in the Tandem that is open: every step is written here.`);
    await client.call('settings.set', { expert: { kind: 'none' } });
    return 'missing';
  }
  if (isAside) {
    throw new TandemError('expertNotAgreed', `Nothing was sent. The spending at ${agreement.host} is counted in the Tandem that is open on the same data: ask there, close it first, or add --expert none.`);
  }
  if (plan.agreeUsd === null) {
    throw notAgreed(agreement);
  }
  await setCap(session, plan.agreeUsd, agreement);
  return 'asOrdered';
}

async function setCap({ client }: Session, capUsd: number, { host = '', price }: Pick<ModelCard, 'host' | 'price'>): Promise<void> {
  await client.call('expert.agree', { key: host, capUsd, ...(price === undefined ? {} : { price }) });
}

/** What a topic says right now. */
function first<M>(subscribe: (tell: (message: M) => void, fail: (error: unknown) => void) => () => void): Promise<M> {
  return new Promise((resolve, reject) => {
    const stop = subscribe((message) => {
      resolve(message);
      queueMicrotask(() => stop());
    }, reject);
  });
}
