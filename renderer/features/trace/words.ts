import type { Score, ScorePart } from '../../../shared/switching/policy.ts';
import { isUnpriced, isUnpricedCall, priceNotKnown, sumWords } from '../../../shared/trace/stepPrice.ts';
import type { DiscardedCallView, EscalationView, RunView, ScoredView, StepView } from '../../../shared/trace/view.ts';
import { counted, duration, listed, money, percent } from '../../components/format.ts';

/** "5 steps, 4 here, 1 asked, $0.0003, 2.1 s" */
export function runSummary(run: RunView): string {
  const { totals, shape } = run;
  const parts = [counted(totals.accepted, shape === 'reply' ? 'reply' : 'step', shape === 'reply' ? 'replies' : 'steps'), `${totals.byLocal} here`];
  if (totals.byExpert > 0) parts.push(`${totals.byExpert} asked`);
  if (totals.byExpert > 0 || totals.usd > 0) parts.push(sumWords(run, money(totals.usd)));
  parts.push(duration(totals.ms));
  return parts.join(', ');
}

/** What an asked step cost; null where it was part of another's call, or nobody was asked. */
export function priceWords(step: StepView): string | null {
  if (step.by === 'local' || (step.escalation === null && step.usd === 0)) return null;
  return isUnpriced(step) ? priceNotKnown : money(step.usd);
}

/** "would ask at steps 2 and 4", or null where an expert was there or nothing was in doubt. */
export function wouldAskWords({ totals, expert }: RunView): string | null {
  if (expert !== null || totals.wouldAsk.length === 0) return null;
  return `would ask at ${totals.wouldAsk.length === 1 ? 'step' : 'steps'} ${listed(totals.wouldAsk)}`;
}

/** Who a step's writer is, in words that do not need the colour. A larger model on this device is never called a cloud. */
export function writerWords({ by, model, where, escalation }: Pick<StepView, 'by' | 'model' | 'where' | 'escalation'>): string {
  if (by === 'local') return 'This device';
  if ((where ?? escalation?.where) === 'thisDevice') return 'Larger model, this device';
  const name = model ?? escalation?.to;
  return name === undefined ? 'Expert' : `Expert: ${name}`;
}

/** A step's name for screen readers: "Step 2, written by the expert". */
export function stepName(step: StepView): string {
  const who = step.by === 'local' ? 'on this device' : 'by the expert';
  return `Step ${step.index + 1}, ${step.state === 'writing' ? 'being written' : 'written'} ${who}`;
}

/** "38 tokens/s", or null where it cannot be known. */
export function speedWords(step: StepView): string | null {
  if (step.usage === null || step.ms === null || step.ms <= 0 || step.usage.outputTokens === 0) return null;
  const perSecond = step.usage.outputTokens / (step.ms / 1_000);
  return `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)} tokens/s`;
}

/** Score and threshold with as many digits as tell them apart. */
export function comparison({ score, threshold }: ScoredView): readonly [score: string, threshold: string] {
  for (const digits of [2, 3, 4]) {
    const pair = [score.value.toFixed(digits), threshold.toFixed(digits)] as const;
    if (pair[0] !== pair[1] || score.value === threshold) return pair;
  }
  return [String(score.value), String(threshold)];
}

/** What a score is called: only a calibrated one is a chance of being wrong. */
export function scoreName(scored: ScoredView): string {
  const { score } = scored;
  const [value] = comparison(scored);
  switch (score.meaning) {
    case 'pWrong':
      return score.calibrated ? `${percent(score.value)} chance of an error` : `doubt ${value}`;
    case 'doubt':
      return `doubt ${value}`;
    case 'chance':
      return `drew ${value}`;
    case 'unlike':
      return `unlike the expert ${score.isUpperBound === true ? 'at most ' : ''}${value}`;
    case 'fixed':
      return 'decided by the policy';
  }
}

/** Only doubt can be calibrated; a draw or a fixed policy has nothing to calibrate. */
export function isUncalibrated({ score }: ScoredView): boolean {
  return !score.calibrated && (score.meaning === 'pWrong' || score.meaning === 'doubt');
}

/** What a sign did to the score: log-odds, told as how many times the odds. */
export function effectWords(part: ScorePart, score: Score): string {
  if (score.meaning !== 'pWrong' || Math.abs(part.weight) < 0.05) return '';
  const times = Math.exp(Math.abs(part.weight));
  return `: ${part.weight > 0 ? 'raises' : 'lowers'} ${score.calibrated ? 'the odds of an error' : 'the doubt'} ${times < 10 ? times.toFixed(1) : Math.round(times)} times`;
}

/** The whole score in one sentence, as the bar's name. */
export function scoreSentence(scored: ScoredView): string {
  const threshold = `asks above ${comparison(scored)[1]}`;
  const outcome = scored.decision === 'keep' ? 'kept' : scored.decision === 'ask' ? 'expert asked' : 'would have asked';
  return [scoreName(scored), isUncalibrated(scored) ? 'uncalibrated' : null, threshold, outcome].filter((part) => part !== null).join(', ');
}

const kinds: Readonly<Record<string, readonly [one: string, many: string]>> = {
  key: ['key', 'keys'], email: ['email address', 'email addresses'], iban: ['bank account', 'bank accounts'], card: ['card number', 'card numbers'],
  phone: ['phone number', 'phone numbers'], ssn: ['social security number', 'social security numbers'], mac: ['device address', 'device addresses'],
  ip: ['network address', 'network addresses'],
};

/** "2 email addresses and 1 phone number replaced before sending" */
export function redactionWords(redactions: Readonly<Record<string, number>>): string {
  const parts = Object.entries(redactions).filter(([, count]) => count > 0)
    .map(([kind, count]) => counted(count, ...(kinds[kind] ?? [`“${kind}”`, `“${kind}”`] as const)));
  return parts.length === 0 ? 'nothing had to be replaced before sending' : `${listed(parts)} replaced before sending`;
}

/** The first letter large: reasons are written to stand inside a sentence. */
export function asSentence(words: string): string {
  return words === '' ? '' : `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`;
}

/** "Begun 640 ms early. ", or nothing where the call began when it was decided. */
export function earlyWords({ begunMsEarly }: Pick<EscalationView, 'begunMsEarly'>): string {
  return begunMsEarly === undefined ? '' : `Begun ${duration(begunMsEarly)} early. `;
}

const discardedBecause = {
  notNeeded: 'The expert had begun already; not needed',
  stopped: 'The answer was stopped while the expert wrote',
  failed: 'A call to the expert brought no whole step',
} as const;

/** "The expert had begun already; not needed, $0.0003. …" */
export function discardedCallWords(call: DiscardedCallView): string {
  const { to, where, usd, atMost, redactions, ms, reason } = call;
  const price = isUnpricedCall(call) ? priceNotKnown : `${atMost ? 'at most ' : ''}${money(usd)}`;
  return `${discardedBecause[reason ?? 'notNeeded']}, ${price}. ${where === 'remote' ? `Sent to ${to}; ${redactionWords(redactions)}; stopped after ${duration(ms)}.` : `Stopped after ${duration(ms)}.`}`;
}
