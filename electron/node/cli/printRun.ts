import pc from 'picocolors';
import type { AnyNumberedEvent } from '../../../shared/trace/events.ts';
import { runEventSchema } from '../../../shared/trace/events.ts';
import { emptyRun, reduceRun } from '../../../shared/trace/reduceRun.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import { safeText } from './safeText.ts';

/** Where text goes; a terminal also gets the steps while they are written. */
export interface Output { write(text: string): void; readonly isTerminal: boolean }

const colours = pc.createColors();
/** Who wrote a step, by colour and by word. */
const writer = { local: (text: string) => colours.cyan(text), expert: (text: string) => colours.magenta(text) };
const words = { local: 'here  ', expert: 'expert' } as const;

/** Prints a run as it happens; returns the view that it ended with. */
export function createRunPrinter(out: Output): { print(event: AnyNumberedEvent): void; view(): RunView } {
  let view = emptyRun;
  let open: string | null = null;

  const endLine = () => {
    if (open !== null) out.write('\n');
    open = null;
  };
  const line = (text: string) => {
    endLine();
    out.write(`${text}\n`);
  };

  return {
    view: () => view,
    print: (numbered) => {
      const before = view;
      view = reduceRun(view, numbered);
      for (const notice of view.notices.slice(before.notices.length)) line(colours.yellow(`! ${safeText(notice.words)}`));
      const parsed = runEventSchema.safeParse(numbered.event);
      if (!parsed.success) return;
      const event = parsed.data;
      switch (event.type) {
        case 'stepDelta': {
          if (!out.isTerminal) return;
          const key = `${event.step}/${event.by}`;
          if (open !== key) {
            endLine();
            out.write(writer[event.by](`${String(event.step + 1).padStart(2)} ${words[event.by]} `));
            open = key;
          }
          out.write(writer[event.by](safeText(event.text)));
          return;
        }
        case 'candidateScored':
          if (event.decision === 'keep') return;
          line(colours.dim(`   ${event.decision === 'ask' ? 'asking the expert' : 'would ask an expert'}: ${safeText(event.why)}`));
          for (const part of event.score.parts.slice(0, 3)) line(colours.dim(`   · ${safeText(part.words)}`));
          return;
        case 'stepEscalated':
          line(colours.dim(`   → ${safeText(event.to)}, ${event.where === 'remote' ? 'leaves this device' : 'on this device'}`));
          return;
        case 'candidateDiscarded':
          line(colours.dim(`   discarded: ${colours.strikethrough(safeText(event.text))}`));
          return;
        case 'stepAccepted':
          if (open === null || !out.isTerminal) line(writer[event.by](`${String(event.step + 1).padStart(2)} ${words[event.by]} ${safeText(event.text)}`));
          endLine();
          return;
        case 'runFinished':
          line(`\n${colours.bold(safeText(event.answer))}`);
          line(colours.dim(summary(view)));
          return;
        default:
          return;
      }
    },
  };
}

/** "5 steps, 4 here, 1 asked, $0.0003, 2.1 s" */
export function summary({ totals }: Pick<RunView, 'totals'>): string {
  const parts = [
    `${totals.accepted} step${totals.accepted === 1 ? '' : 's'}`, `${totals.byLocal} here`, `${totals.byExpert} asked`,
    `$${totals.usd === 0 ? '0' : totals.usd.toFixed(totals.usd < 0.01 ? 4 : 2)}`, `${(totals.ms / 1000).toFixed(1)} s`,
  ];
  const wouldAsk = totals.wouldAsk.length === 0 ? '' : `; an expert would have been asked at step${totals.wouldAsk.length === 1 ? '' : 's'} ${totals.wouldAsk.join(', ')}`;
  return parts.join(', ') + wouldAsk;
}
