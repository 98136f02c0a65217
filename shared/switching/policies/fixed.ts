import type { Score, SwitchPolicy } from '../policy.ts';

const fixed = (value: 0 | 1): Score => ({ value, meaning: 'fixed', calibrated: false, parts: [], costMs: 0 });

/** Every step here; nothing is ever sent. */
export const localOnly: SwitchPolicy = { id: 'localOnly', beforeStep: () => Promise.resolve(fixed(0)) };

/** Every step by the expert, unless the dial stands at its private end (`decide`). */
export const expertOnly: SwitchPolicy = { id: 'expertOnly', beforeStep: () => Promise.resolve(fixed(1)) };
