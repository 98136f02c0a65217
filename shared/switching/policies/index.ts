import type { PolicyId, SwitchPolicy } from '../policy.ts';
import { adaswitch } from './adaswitch.ts';
import { expertOnly, localOnly } from './fixed.ts';
import { logProb } from './logProb.ts';
import { randomShare } from './randomShare.ts';

const all: Readonly<Record<PolicyId, SwitchPolicy>> = { localOnly, expertOnly, random: randomShare, logProb, adaswitch };

export function policyById(id: PolicyId): SwitchPolicy {
  return all[id];
}
