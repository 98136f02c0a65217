import pc from 'picocolors';
import type { Writer } from '../../../shared/agent/model.ts';
import { runEventSchema, type AnyNumberedEvent, type RunEvent } from '../../../shared/trace/events.ts';
import { emptyRun, reduceRun } from '../../../shared/trace/reduceRun.ts';
import { isUnpricedCall, priceNotKnown, sumWords } from '../../../shared/trace/stepPrice.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import { safeText, setIn } from './safeText.ts';

/** Where text goes; a terminal also gets the steps while they are written. */
export interface Output { write(text: string): void; readonly isTerminal: boolean }

const words = { local: 'here  ', expert: 'expert' } as const;
/** Columns before a step's text: number, writer. */
const margin = 10;

/** Prints a run as it happens; returns the view that it ended with. Who wrote a step is said by colour and by word. */
export function createRunPrinter(out: Output, hasColour = wantsColour(out)): { print(event: AnyNumberedEvent): void; view(): RunView } {
  const colours = pc.createColors(hasColour);
  const paint = { local: colours.cyan, expert: colours.magenta } as const;
  let view = emptyRun;
  /** What of a step has been streamed, and whether its line is still being written. */
  let streamed: { readonly key: string; text: string; isOpen: boolean } | null = null;

  const endLine = () => {
    if (streamed?.isOpen !== true) return;
    out.write('\n');
    streamed.isOpen = false;
  };
  const line = (text: string) => {
    endLine();
    out.write(`${text}\n`);
  };
  const label = (step: number, by: Writer) => `${String(step + 1).padStart(2)} ${words[by]} `;

  const stream = ({ step, by, text }: Extract<RunEvent, { type: 'stepDelta' }>) => {
    if (!out.isTerminal) return;
    const key = `${step}/${by}`;
    if (streamed?.key !== key || !streamed.isOpen) {
      endLine();
      streamed = { key, text: '', isOpen: true };
      out.write(paint[by](label(step, by)));
    }
    streamed.text += text;
    out.write(paint[by](setIn(text, margin)));
  };

  const accept = ({ step, by, text }: Extract<RunEvent, { type: 'stepAccepted' }>) => {
    const isShown = streamed?.key === `${step}/${by}` && streamed.text.trim() === text.trim();
    if (!isShown) line(paint[by](label(step, by) + setIn(text, margin)));
    endLine();
    streamed = null;
  };

  const show = (event: RunEvent) => {
    switch (event.type) {
      case 'stepDelta':
        stream(event);
        return;
      case 'candidateScored':
        if (event.decision === 'keep') return;
        line(colours.dim(`   ${event.decision === 'ask' ? 'asking the expert' : 'would ask an expert'}: ${safeText(event.why)}`));
        for (const part of event.score.parts.slice(0, 3)) line(colours.dim(`   · ${safeText(part.words)}`));
        return;
      case 'stepEscalated':
        line(colours.dim(`   → ${safeText(event.to)}, ${event.where === 'remote' ? 'leaves this device' : 'on this device'}${event.begunMsEarly === undefined ? '' : `, begun ${Math.round(event.begunMsEarly)} ms early`}`));
        return;
      case 'expertCallDiscarded':
        line(colours.dim(`   ${safeText(event.to)} ${discardedBecause[event.reason ?? 'notNeeded']}, ${isUnpricedCall(event) ? priceNotKnown : `${event.atMost ? 'at most ' : ''}$${event.usd === 0 ? '0' : event.usd.toFixed(5)}`}`));
        return;
      case 'candidateDiscarded':
        line(colours.dim(`   discarded: ${colours.strikethrough(setIn(event.text, margin))}`));
        return;
      case 'stepAccepted':
        accept(event);
        return;
      case 'runFinished':
        // A reply of one step has just been read.
        if (view.shape !== 'reply') line(`\n${colours.bold(safeText(event.answer))}`);
        line(colours.dim(summary(view)));
        return;
      case 'runCancelled':
        line(colours.dim(`Stopped. ${summary(view)}`));
        return;
      default:
        return;
    }
  };

  return {
    view: () => view,
    print: (numbered) => {
      const before = view;
      view = reduceRun(view, numbered);
      for (const notice of view.notices.slice(before.notices.length)) line(colours.yellow(`! ${setIn(notice.words, 2)}`));
      const parsed = runEventSchema.safeParse(numbered.event);
      if (parsed.success) show(parsed.data);
    },
  };
}

/** `NO_COLOR` takes it away, `FORCE_COLOR` wants it in a pipe too. */
export function wantsColour(out: Output): boolean {
  return pc.isColorSupported && (out.isTerminal || Boolean(process.env['FORCE_COLOR']));
}

/** "5 steps, 4 here, 1 asked, $0.0003, 2.1 s" */
export function summary(run: Pick<RunView, 'totals' | 'steps'>): string {
  const { totals } = run;
  const parts = [
    `${totals.accepted} step${totals.accepted === 1 ? '' : 's'}`, `${totals.byLocal} here`, `${totals.byExpert} asked`,
    sumWords(run, `$${totals.usd === 0 ? '0' : totals.usd.toFixed(totals.usd < 0.01 ? 4 : 2)}`), `${(totals.ms / 1000).toFixed(1)} s`,
  ];
  const wouldAsk = totals.wouldAsk.length === 0 ? '' : `; an expert would have been asked at step${totals.wouldAsk.length === 1 ? '' : 's'} ${totals.wouldAsk.join(', ')}`;
  return parts.join(', ') + wouldAsk;
}

const discardedBecause = { notNeeded: 'had begun already; not needed', stopped: 'was stopped while it wrote', failed: 'brought no whole step' } as const;
