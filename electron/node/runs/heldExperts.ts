import type { ExpertChoice } from '../../../shared/contract/entities.ts';
import type { OpenedExpert, RealChoice } from '../expert/api.ts';

/** Opened experts: the chosen one, and those that answers begun under another choice still use. */
export interface HeldExperts {
  /** From now on this choice. What was open for another is closed as soon as nobody uses it. */
  choose(choice: ExpertChoice): void;
  /** For one user, who must release it once. The same expert serves all who ask for it. */
  hold(choice: RealChoice, key: string | null): HeldExpert;
  /** Gives up what is still being opened, and closes the rest. */
  close(): Promise<void>;
}

export interface HeldExpert {
  readonly expert: Promise<OpenedExpert>;
  /** It could not be opened: who wants to try again holds anew. */
  readonly hasFailed: boolean;
  release(): void;
}

interface Holder {
  /** Choice and key. */
  readonly of: string;
  readonly expert: Promise<OpenedExpert>;
  readonly opening: AbortController;
  users: number;
  isRetired: boolean;
  hasFailed: boolean;
  closing: Promise<void> | null;
}

/** @param open not tied to one user's signal: others may wait for the same expert */
export function holdExperts(open: (choice: RealChoice, key: string | null, signal: AbortSignal) => Promise<OpenedExpert>): HeldExperts {
  let chosen = '';
  let current: Holder | null = null;
  const alive = new Set<Holder>();

  const dispose = (holder: Holder): Promise<void> => {
    holder.opening.abort();
    holder.closing ??= holder.expert.then((expert) => expert.close()).catch(() => undefined).finally(() => alive.delete(holder));
    return holder.closing;
  };

  const retireCurrent = () => {
    const old = current;
    current = null;
    if (old === null) return;
    old.isRetired = true;
    if (old.users === 0) void dispose(old);
  };

  const begin = (of: string, choice: RealChoice, key: string | null): Holder => {
    // Two need memory together only where both are in use.
    const before = Promise.all([...alive].flatMap((other) => other.closing ?? []));
    const opening = new AbortController();
    const holder: Holder = { of, opening, expert: before.then(() => open(choice, key, opening.signal)), users: 0, isRetired: false, hasFailed: false, closing: null };
    alive.add(holder);
    holder.expert.catch(() => {
      holder.hasFailed = true;
      if (current === holder) current = null;
      alive.delete(holder);
    });
    return holder;
  };

  return {
    choose: (choice) => {
      const next = JSON.stringify(choice);
      if (next === chosen) return;
      chosen = next;
      retireCurrent();
    },
    hold: (choice, key) => {
      const of = JSON.stringify([choice, key]);
      const isChosen = JSON.stringify(choice) === chosen;
      if (isChosen && current?.of !== of) retireCurrent();
      const holder = [...alive].find((known) => known.of === of && known.closing === null) ?? begin(of, choice, key);
      holder.isRetired = !isChosen;
      if (isChosen) current = holder;
      holder.users++;
      return {
        expert: holder.expert,
        get hasFailed() { return holder.hasFailed; },
        release: () => {
          holder.users--;
          if (holder.isRetired && holder.users === 0) void dispose(holder);
        },
      };
    },
    close: async () => {
      await Promise.all([...alive].map(dispose));
    },
  };
}
