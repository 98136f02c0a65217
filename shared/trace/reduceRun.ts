import { assertNever } from '../errors.ts';
import type { AnyNumberedEvent, NumberedEvent, RunEvent, RunEventType } from './events.ts';
import type { RunTotals, RunView, StepView } from './view.ts';
import { runEventSchema } from './events.ts';

const noTotals: RunTotals = { accepted: 0, byLocal: 0, byExpert: 0, wouldAsk: [], usd: 0, ms: 0, outputTokens: 0 };

/** A run of which nothing is known yet. */
export const emptyRun: RunView = {
  seq: 0, status: 'waiting', question: '', shape: 'steps', local: null, expert: null, policy: null, dial: null, startedAt: null, branch: null,
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
    totals: { ...view.totals, ms: view.startedAt === null ? 0 : Math.max(view.totals.ms, numbered.at - view.startedAt) },
  };
  if (isKnown(numbered)) return apply(next, numbered.event, numbered);
  return notice(next, 'info', `Something this version of Tandem does not know happened: ${numbered.event.type}.`);
}

/** Folds many. */
export function reduceRunAll(view: RunView, events: readonly AnyNumberedEvent[]): RunView {
  return events.reduce(reduceRun, view);
}

function apply(view: RunView, event: RunEvent, { at }: NumberedEvent): RunView {
  switch (event.type) {
    case 'runStarted':
      return {
        ...view, status: 'running', question: event.question, shape: event.shape, local: event.local, expert: event.expert,
        policy: event.policy, dial: event.dial, startedAt: at, branch: event.branch ?? null,
      };
    case 'runContinued':
      return {
        ...notice(view, 'info', `Continued from step ${event.fromStep + 1}.`), status: 'running', error: null,
        steps: view.steps.filter((step) => step.state === 'accepted'),
      };
    case 'dialChanged':
      return { ...view, dial: event.dial };
    case 'stepStarted':
      return withStep(view, event.step, (step) => ({ ...step, state: 'writing', by: event.by, text: '', tools: [], tokens: [], model: null, kind: null }));
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
      const accepted = withStep(view, event.step, (step) => ({ ...step, state: 'accepted', by, kind, model, text, usage, ms, usd, tokens, tools, why }));
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
      return { ...view, status: 'finished', answer: event.answer, totals: { ...view.totals, ms: event.ms } };
    case 'runFailed':
      return { ...notice(view, 'error', event.error.message), status: 'failed', error: event.error };
    case 'runCancelled':
      return { ...view, status: 'cancelled' };
    case 'runInterrupted':
      return { ...notice(view, 'warning', 'Tandem was closed while this answer was being written. Every accepted step is kept.'), status: 'interrupted' };
    default:
      return assertNever(event);
  }
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
    index, state: 'writing', by: 'local', kind: null, model: null, text: '', why: null, scores: [], discarded: [], escalation: null, discardedCall: null,
    tools: [], tokens: [], usage: null, ms: null, usd: 0,
  };
}
