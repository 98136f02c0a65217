import type { Where, Writer } from '../agent/model.ts';
import { assertNever } from '../errors.ts';
import type { AnyNumberedEvent, NumberedEvent, RunEvent, RunEventType } from './events.ts';
import type { RunTotals, RunView, StepView } from './view.ts';
import { runEventSchema } from './events.ts';

const noTotals: RunTotals = { accepted: 0, byLocal: 0, byExpert: 0, wouldAsk: [], usd: 0, ms: 0, outputTokens: 0 };

/** A run of which nothing is known yet. */
export const emptyRun: RunView = {
  seq: 0, status: 'waiting', question: '', shape: 'steps', local: null, expert: null, policy: null, dial: null, startedAt: null, stretch: null, branch: null,
  steps: [], answer: null, error: null, notices: [], totals: noTotals,
};

const knownTypes: ReadonlySet<string> = new Set(runEventSchema.options.map((option) => option.shape.type.value satisfies RunEventType));

function isKnown(event: AnyNumberedEvent): event is NumberedEvent {
  return knownTypes.has(event.event.type);
}

/**
 * Folds one event into the view; the one reducer of every view. Events at or before `view.seq` change nothing, so a
 * replay may overlap. The caller notices gaps (`event.seq > view.seq + 1`) and asks for what is missing first.
 */
export function reduceRun(view: RunView, numbered: AnyNumberedEvent): RunView {
  if (numbered.seq <= view.seq) return view;
  const next: RunView = {
    ...view, seq: numbered.seq,
    totals: { ...view.totals, ms: msAt(view, numbered) },
  };
  if (isKnown(numbered)) return apply(next, numbered.event, numbered);
  return notice(next, 'info', `Something this version of Tandem does not know happened: ${numbered.event.type}.`);
}

/** An interruption is written at the next start, perhaps days later; until work begins again no time is spent. */
function msAt({ totals, stretch }: RunView, { at, event: { type } }: AnyNumberedEvent): number {
  if (stretch === null || type === 'runInterrupted') return totals.ms;
  return Math.max(totals.ms, stretch.beforeMs + at - stretch.since);
}

/** Folds many. */
export function reduceRunAll(view: RunView, events: readonly AnyNumberedEvent[]): RunView {
  return events.reduce(reduceRun, view);
}

function apply(view: RunView, event: RunEvent, { at }: NumberedEvent): RunView {
  switch (event.type) {
    case 'runStarted':
      return {
        ...goingOn(view, at), question: event.question, shape: event.shape, local: event.local, expert: event.expert,
        policy: event.policy, dial: event.dial, startedAt: view.startedAt ?? at, branch: event.branch ?? null,
      };
    case 'runContinued':
      return {
        ...goingOn(notice(view, 'info', `Continued from step ${event.fromStep + 1}.`), at),
        expert: event.expert === undefined ? view.expert : event.expert, dial: event.dial ?? view.dial,
      };
    case 'dialChanged':
      return { ...view, dial: event.dial };
    case 'stepStarted':
      return withStep(view, event.step, (step) => ({ ...step, state: 'writing', by: event.by, text: '', tools: [], tokens: [], model: null, where: null, kind: null }));
    case 'stepDelta':
      return withStep(view, event.step, (step) => ({ ...step, text: step.text + event.text }));
    case 'toolCalled':
      return withStep(view, event.step, (step) => ({ ...step, tools: [...step.tools, event.call] }));
    case 'candidateScored': {
      const { stage, score, threshold, decision, why } = event;
      const scored = withStep(view, event.step, (step) => ({ ...step, scores: [...step.scores, { stage, score, threshold, decision, why }] }));
      if (decision !== 'wouldAsk' || view.totals.wouldAsk.includes(event.step + 1)) return scored;
      return { ...scored, totals: { ...scored.totals, wouldAsk: [...scored.totals.wouldAsk, event.step + 1] } };
    }
    case 'stepEscalated': {
      const { to, where, why, payloadDigest, redactions, begunMsEarly } = event;
      const early = begunMsEarly === undefined ? {} : { begunMsEarly };
      return withStep(view, event.step, (step) => ({ ...step, escalation: { to, where, why, payloadDigest, redactions, ...early } }));
    }
    case 'expertCallDiscarded': {
      const { type: _type, step: index, ...discardedCall } = event;
      const told = withStep(view, index, (step) => ({ ...step, discardedCall }));
      return { ...told, totals: { ...told.totals, usd: told.totals.usd + event.usd } };
    }
    case 'candidateDiscarded': {
      const { text, ms, usage, tokens, tools, reason } = event;
      const kept = { ...(tools === undefined ? {} : { tools }), ...(reason === undefined ? {} : { reason }) };
      const dropped = withStep(view, event.step, (step) => ({ ...step, discarded: [...step.discarded, { text, ms, usage, tokens, ...kept }] }));
      return { ...dropped, totals: { ...dropped.totals, outputTokens: dropped.totals.outputTokens + usage.outputTokens } };
    }
    case 'stepAccepted': {
      const { by, kind, model, text, usage, ms, usd, tokens, tools, why } = event;
      const accepted = withStep(view, event.step, (step) => ({
        ...step, state: 'accepted', by, kind, model, text, usage, ms, usd, tokens, tools, why, where: event.where ?? whereWas(by, step, view),
      }));
      const { totals } = accepted;
      return {
        ...accepted,
        totals: {
          ...totals, accepted: totals.accepted + 1,
          byLocal: totals.byLocal + (by === 'local' ? 1 : 0), byExpert: totals.byExpert + (by === 'expert' ? 1 : 0),
          usd: totals.usd + usd, outputTokens: totals.outputTokens + usage.outputTokens,
        },
      };
    }
    case 'expertUnavailable':
      return notice(view, 'warning', `Step ${event.step + 1}: ${event.error.message}${event.continues ? ' The answer goes on here.' : ''}`);
    case 'engineRestarted':
      return notice(view, 'warning', event.message);
    case 'budgetReached':
      return notice(view, 'warning', event.message);
    case 'runFinished':
      return { ...over(view, 'finished'), answer: event.answer, totals: { ...view.totals, ms: (view.stretch?.beforeMs ?? 0) + event.ms } };
    case 'runFailed':
      return { ...notice(over(view, 'failed'), 'error', event.error.message), error: event.error };
    case 'runCancelled':
      return over(view, 'cancelled');
    case 'runInterrupted':
      return notice(over(view, 'interrupted'), 'warning', 'Tandem was closed while this answer was being written. Every accepted step is kept.');
    default:
      return assertNever(event);
  }
}

/** Work begins, for the first time or again: what was accepted holds. */
function goingOn(view: RunView, at: number): RunView {
  return {
    ...view, status: 'running', error: null, stretch: { since: at, beforeMs: view.totals.ms },
    steps: view.steps.filter((step) => step.state === 'accepted'),
  };
}

function over(view: RunView, status: RunView['status']): RunView {
  return { ...view, status, stretch: null };
}

/** Older traces did not say it with the step: then from the call, or from the expert of that moment. */
function whereWas(by: Writer, step: StepView, view: RunView): Where | null {
  return by === 'local' ? 'thisDevice' : (step.escalation?.where ?? view.expert?.where ?? null);
}

function notice(view: RunView, tone: 'info' | 'warning' | 'error', words: string): RunView {
  return { ...view, notices: [...view.notices, { seq: view.seq, tone, words }] };
}

function withStep(view: RunView, index: number, change: (step: StepView) => StepView): RunView {
  const steps = [...view.steps];
  const at = steps.findIndex((step) => step.index === index);
  if (at >= 0) {
    const present = steps[at];
    if (present) steps[at] = change(present);
  } else {
    steps.push(change(newStep(index)));
  }
  return { ...view, steps };
}

function newStep(index: number): StepView {
  return {
    index, state: 'writing', by: 'local', kind: null, model: null, where: null, text: '', why: null, scores: [], discarded: [], escalation: null, discardedCall: null,
    tools: [], tokens: [], usage: null, ms: null, usd: 0,
  };
}
