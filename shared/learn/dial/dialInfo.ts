import type { DialInfo, DialMode } from '../../contract/dial.ts';
import type { Settings } from '../../contract/entities.ts';
import type { GateInfo } from '../../contract/gate.ts';
import { bucketAt, paceDial, readyAt, type Spend } from './budget.ts';
import { dialForAccuracy, mostAccuracy, promiseRisk } from './targetAccuracy.ts';

/** What was spent and scored of late: all that the budget's pace is told from. */
export interface DialHistory {
  /** Of the last 60 days, the oldest first. */
  readonly spends: readonly Spend[];
  readonly spentThisMonthUsd: number;
  /** Calibrated scores of the latest steps. */
  readonly scores: readonly number[];
  readonly stepsPerDay: number;
}

export interface DialState {
  readonly settings: Pick<Settings, 'dial' | 'dialMode' | 'policy'>;
  readonly gate: GateInfo;
  /** Null: nobody can be asked. */
  readonly expert: { readonly name: string; readonly isFree: boolean; /** False: nobody here knows what it bills. */ readonly hasPrice: boolean } | null;
  readonly history: () => DialHistory;
  readonly now: number;
}

/** Latest prices that make the mean price of a step. */
const pricesKept = 50;

/** Whoever decides and whatever p is: the ledger goes by the budget before each call. */
export const limitStays = 'The amount stays the limit all the same: no step is sent that would pass it.';

/** The p that the chosen mode comes to now. */
export function dialInfo(state: DialState): DialInfo {
  const { settings: { dial, dialMode }, gate } = state;
  const most = mostAccuracy(accuracies(gate), gate.problems);
  const plain = (words: string): DialInfo => ({ p: dial, words, holds: false, mostAccuracy: most, budget: null });
  if (dialMode.kind === 'threshold') return plain('');
  const missing = cannotHold(state);
  if (dialMode.kind === 'budget') {
    const uncounted = cannotCount(state.expert);
    if (uncounted !== null) return plain(uncounted);
    const paced = forBudget(dialMode, state, most);
    return missing === null ? paced : { ...plain(`${missing} ${limitStays}`), budget: paced.budget };
  }
  if (missing !== null) return plain(missing);
  if (most === null || !hasChoice(gate, most)) return plain(`On ${gate.problems} problems no setting can be shown to reach more right answers than never asking${most === null ? '' : ` (at least ${percent(most)})`}, so there is nothing to choose between. A longer exam, with your expert, may show more; until then the slider counts as it stands.`);
  return forAccuracy(dialMode.target, gate, most);
}

/** Both modes read p as a probability, which only AdaSwitch's calibrated score is. */
function cannotHold({ settings: { policy, dialMode }, gate, expert }: DialState): string | null {
  if (policy !== 'adaswitch') return 'Only AdaSwitch can keep to this; the policy in use takes the slider as it stands.';
  if (gate.basis === 'none' || gate.curve.length === 0) return 'Nothing was measured for this model yet, so nothing can be promised: take an exam. Until then the slider counts as it stands.';
  if (dialMode.kind === 'accuracy' && gate.repairs === null) return 'No expert took part in the exam, so how often asking helps is not known and no share of right answers can be promised: take an exam with your expert. Until then the slider counts as it stands.';
  if (dialMode.kind === 'accuracy' && gate.isOtherExpert === true) return `The exam was taken with ${gate.expert?.name ?? 'another expert'} and not with ${expert?.name ?? 'the expert chosen now'}, so no share of right answers can be promised: take an exam with your expert. Until then the slider counts as it stands.`;
  return null;
}

/** Why no amount can be kept to at this expert. */
function cannotCount(expert: DialState['expert']): string | null {
  if (expert?.isFree === true) return `${expert.name} costs nothing, so there is nothing to keep within: the slider counts as it stands.`;
  if (expert?.hasPrice === false) return `What ${expert.name} bills is not known to Tandem, so it cannot keep to an amount: the slider counts as it stands.`;
  return null;
}

/** Whether asking can be shown to reach more than not asking: two hundredths at least. */
function hasChoice(gate: GateInfo, most: number): boolean {
  return dialForAccuracy(accuracies(gate), gate.problems, Math.max(0.01, most - 0.02)) !== 1;
}

const accuracies = (gate: GateInfo) => gate.curve.map(({ p, accuracy, floor }) => ({ p, accuracy: accuracy.value, floor }));

function forAccuracy(target: number, gate: GateInfo, most: number | null): DialInfo {
  const p = dialForAccuracy(accuracies(gate), gate.problems, target);
  const like = gate.basis === 'exam' ? 'on problems like those of your exam' : 'on problems like those the shipped head was measured on';
  const words = p === null
    ? `With ${gate.problems} problems no setting can be shown to reach ${percent(target)}${most === null ? '' : `; the most is ${percent(most)}`}. Every step is asked. A longer exam may show more.`
    : `At least ${percent(target)} right ${like}, as far as ${gate.basis === 'exam' ? 'your' : 'its'} exam foretells it (${percent(1 - promiseRisk)} certain): ${asksWords(p, gate)}.`;
  return { p: p ?? 0, words, holds: true, mostAccuracy: most, budget: null };
}

function forBudget({ usdPerMonth }: Extract<DialMode, { kind: 'budget' }>, { settings, gate, history, now }: DialState, most: number | null): DialInfo {
  const { spends, spentThisMonthUsd: spentUsd, scores, stepsPerDay } = history();
  const bucket = bucketAt(spends, usdPerMonth, now);
  const prices = spends.filter(({ usd }) => usd > 0).slice(-pricesKept);
  const usdPerStep = prices.length === 0 ? null : prices.reduce((sum, { usd }) => sum + usd, 0) / prices.length;
  const paced = paceDial({ bucket, scores, stepsPerDay, usdPerStep, otherwise: settings.dial });
  const isUsedUp = spentUsd + (usdPerStep ?? 0) > usdPerMonth;
  const p = isUsedUp ? 1 : paced;
  const ready = usdPerStep === null ? null : readyAt(bucket, usdPerStep, now);
  const words = isUsedUp
    ? 'This month\'s budget is spent. Everything stays on this device until the next month begins.'
    : p === 1
      ? `What was saved up is spent${ready === null ? '' : `; it is enough for a step again in ${duration(ready - now)}`}. Until then everything stays on this device.`
      : usdPerStep === null
        ? `No step was paid for yet, so the slider counts as it stands until prices are known: ${asksWords(p, gate)}.`
        : `At the pace of $${usdPerMonth.toFixed(2)} a month: ${asksWords(p, gate)}.`;
  return { p, words, holds: true, mostAccuracy: most, budget: { levelUsd: bucket.levelUsd, capacityUsd: bucket.capacityUsd, spentUsd } };
}

function asksWords(p: number, { isCalibrated }: Pick<GateInfo, 'isCalibrated'>): string {
  if (p <= 0) return 'asks for every step';
  if (p >= 1) return 'asks for none';
  return isCalibrated ? `asks when a step is more than ${percent(p)} likely to be wrong` : `asks when a step's doubt is above ${percent(p)}`;
}

const percent = (value: number) => `${Math.round(value * 100)} %`;

function duration(ms: number): string {
  const hours = ms / 3_600_000;
  return hours < 1 ? `${Math.max(1, Math.round(hours * 60))} min` : hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}
