import path from 'node:path';
import type { ModelCard } from '../../../shared/agent/model.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import type { HeraFile, Transition } from '../../../shared/hera/heraFile.ts';
import type { FindTransitions } from '../../../shared/hera/parts/expertPredictor.ts';
import { neighbours } from '../../../shared/hera/parts/neighbours.ts';
import { stateText } from '../../../shared/hera/parts/state.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import type { Log } from '../log.ts';
import type { Store } from '../runs/store/openStore.ts';
import { expertIdentity } from './pairName.ts';
import { openTransitions, type Transitions } from './transitions/openTransitions.ts';
import { chatsIn, spacesIn } from './transitions/spacesIn.ts';
import type { Space } from './transitions/transitionRows.ts';

export interface UsedTransitionsDeps {
  /** `hera/transitions` in Tandem's data folder. */
  readonly folder: string;
  readonly store: Pick<Store, 'runs' | 'chats'>;
  readonly embedder: () => Promise<Embedder | null>;
  readonly log: Pick<Log, 'error' | 'info'>;
  readonly now: () => number;
}

/**
 * What the expert wrote in answers that HERA decided, kept on this device for its prediction (HERA, section 3.3.2: the
 * transitions of its logs). All of it happens in the background, one thing after the other; no answer waits for it but
 * the search at a run's beginning, and one after another expert's steps were opened meanwhile.
 */
export interface UsedTransitions {
  /** An answer has ended: its expert's steps are kept, unless its chat was deleted meanwhile. */
  ended(runId: string): void;
  /**
   * The nearest of the profile's and of use's; of two as near, the one of use.
   * @param owner `keptUnder` of the two models
   */
  findFor(file: Pick<HeraFile, 'transitions'>, owner: string, embedder: Embedder): Promise<FindTransitions>;
  /** Nothing of a deleted chat is found again; if it is brought back, its answers are kept anew. */
  chatDeleted(chatId: string): void;
  chatRestored(chatId: string): void;
  /** @param owner `keptUnder` of the two models */
  count(owner: string): Promise<number>;
  /** Only what this expert wrote. @param owner as for `count` @returns how many were forgotten */
  forget(owner: string): Promise<number>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export function createUsedTransitions({ folder, store, embedder, log, now }: UsedTransitionsDeps): UsedTransitions {
  let open: { readonly space: Space; readonly transitions: Transitions } | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  };
  const inBackground = (what: string, work: () => Promise<void>) => {
    if (isClosed) return;
    inTurn(work).catch((error: unknown) => { if (!isClosed) log.error(what, error); });
  };
  const openFor = ({ embedder: by, expert, dimensions }: Space): Transitions | null => (open?.space.embedder === by && open.space.expert === expert && open.space.dimensions === dimensions ? open.transitions : null);
  /** A search that does not wait its turn must not meet transitions that are being closed. */
  const closeOpen = async () => {
    const last = open;
    open = null;
    await last?.transitions.close();
  };
  const of = async (space: Space): Promise<Transitions> => {
    const found = openFor(space);
    if (found) return found;
    await closeOpen();
    const transitions = openTransitions(folder, { ...space, now, note: (words) => log.info(words) });
    open = { space, transitions };
    return transitions;
  };
  /** Only one space is open at a time, so a run of another expert closes this one between two searches. */
  const nearestUsed = (space: Space, vector: Float32Array, k: number) =>
    openFor(space)?.nearest(vector, k) ?? inTurn(async () => (isClosed ? [] : (await of(space)).nearest(vector, k)));
  /** For what concerns all spaces: whichever is open, else the first there is; null where nothing was ever kept. */
  const ofAny = async (): Promise<Transitions | null> => {
    if (open) return open.transitions;
    const [space] = spacesIn(path.join(folder, 'transitions.db'));
    return space ? of(space) : null;
  };

  const keep = async (runId: string): Promise<void> => {
    const run = store.runs.get(runId);
    if (!run || store.chats.get(run.chatId) === null) return;
    const steps = expertSteps(reduceRunAll(emptyRun, store.runs.eventsWithoutText(runId)), runId);
    const [first] = steps;
    const opened = first && await embedder();
    if (!first || !opened) return;
    const vectors: Float32Array[] = [];
    for (const { text } of steps) vectors.push(await opened.embed(text));
    // It may have been deleted while its steps were read.
    if (isClosed || store.chats.get(run.chatId) === null) return;
    const transitions = await of({ embedder: opened.id, expert: first.owner, dimensions: vectors[0]?.length ?? 0 });
    // An answer that went on after an interruption ends twice.
    transitions.forget({ problem: problemOf(runId) });
    for (const [i, { transition }] of steps.entries()) {
      const vector = vectors[i];
      if (vector) transitions.add(transition, vector, run.chatId);
    }
  };

  // A chat is gone from the store at once and from here a little later; a kill may come between.
  inBackground("forgetting deleted chats' transitions", async () => {
    const gone = chatsIn(path.join(folder, 'transitions.db')).filter((chat) => store.chats.get(chat) === null);
    if (gone.length === 0) return;
    const transitions = await ofAny();
    for (const chat of gone) transitions?.forget({ chat });
  });

  return {
    ended: (runId) => { inBackground("keeping an expert's steps for HERA", () => keep(runId)); },
    findFor: (file, owner, { id, embed }) => inTurn(async () => {
      const probe = file.transitions[0]?.vector.length ?? (await embed('')).length;
      const space = { embedder: id, expert: owner, dimensions: probe };
      if (!isClosed) await of(space);
      return async (vector, k) => {
        const both = [...await nearestUsed(space, vector, k), ...neighbours(file.transitions, vector, k)];
        return both.toSorted((a, b) => b.cosine - a.cosine).slice(0, k).map(({ item }) => item);
      };
    }),
    chatDeleted: (chatId) => { inBackground("forgetting a deleted chat's transitions", async () => { (await ofAny())?.forget({ chat: chatId }); }); },
    chatRestored: (chatId) => {
      inBackground("keeping a restored chat's transitions", async () => {
        for (const message of store.chats.messages(chatId)) if (message.role === 'assistant' && message.runId !== null) await keep(message.runId);
      });
    },
    count: (owner) => inTurn(() => Promise.resolve(spacesIn(path.join(folder, 'transitions.db')).filter((space) => space.expert === owner).reduce((sum, { count }) => sum + count, 0))),
    forget: (owner) => inTurn(async () => (await ofAny())?.forget({ expert: owner }) ?? 0),
    settled: async () => { await queue; },
    close: async () => {
      isClosed = true;
      await queue;
      await closeOpen();
    },
  };
}

/** Under what an expert's steps are kept: those written beside a local model with LoRA adapters, which is another model, apart. */
export function keptUnder(local: Pick<ModelCard, 'sha256' | 'baseSha256'> | null, expert: Parameters<typeof expertIdentity>[0]): string {
  const expertId = expertIdentity(expert);
  return local?.baseSha256 === undefined ? expertId : `${expertId} beside ${local.sha256 ?? local.baseSha256}`;
}

const problemOf = (runId: string) => `run ${runId}`;

/** The expert's steps of an answer that HERA decided, each with the text of the state it was written in. */
function expertSteps(view: RunView, runId: string): readonly { readonly text: string; readonly owner: string; readonly transition: Omit<Transition, 'vector'> }[] {
  const { question, expert, local } = view;
  if (expert === null || question === null || view.shape !== 'steps' || (view.policy !== 'hera' && view.policy !== 'auto')) return [];
  const accepted = view.steps.filter((step) => step.state === 'accepted');
  return accepted.flatMap((step, position) => (step.by !== 'expert' || step.model !== expert.name ? [] : [{
    text: stateText({ question, steps: accepted.slice(0, position).map(({ by, text }) => ({ by, text })) }), owner: keptUnder(local, expert),
    transition: { problem: problemOf(runId), question, last: accepted[position - 1]?.text ?? '', next: step.text, position },
  }]));
}
