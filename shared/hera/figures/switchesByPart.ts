import { intervalByRequest } from '../fit/intervalByRequest.ts';

/** One answer in which one writer wrote all steps but one. */
export interface SwitchedOnce {
  readonly problem: string;
  /** Who wrote the rest. */
  readonly base: 'local' | 'expert';
  /** 0-based place of the other's step, and the number of steps of the base's own answer. */
  readonly position: number;
  readonly of: number;
  readonly right: number;
  readonly rightUnswitched: number;
}

export interface SwitchRow {
  readonly base: 'local' | 'expert';
  readonly part: 'early' | 'middle' | 'late';
  readonly n: number;
  /** Accuracy with and without the one switch. */
  readonly right: number;
  readonly unswitched: number;
  /** Of the answers: right without the switch and wrong with it, and the other way round. */
  readonly lost: number;
  readonly won: number;
  /** The 95 % interval of `right`; answers of one request are no independent ones. */
  readonly interval: readonly [number, number];
}

/** The paper's Figure 3 (section 2.3): what one subtask left to the other model changes, in the first, middle and last third of an answer. */
export function switchesByPart(switched: readonly SwitchedOnce[]): readonly SwitchRow[] {
  return (['local', 'expert'] as const).flatMap((base) => (['early', 'middle', 'late'] as const).map((part): SwitchRow => {
    const own = switched.filter((one) => one.base === base && partOf(one) === part);
    const sum = (of: (one: SwitchedOnce) => number) => own.reduce((total, one) => total + of(one), 0);
    const n = Math.max(1, own.length);
    return {
      base, part, n: own.length, right: sum((one) => one.right) / n, unswitched: sum((one) => one.rightUnswitched) / n,
      lost: sum((one) => Math.max(0, one.rightUnswitched - one.right)) / n, won: sum((one) => Math.max(0, one.right - one.rightUnswitched)) / n,
      interval: intervalByRequest(own.map(({ problem, right }) => ({ problem, isRight: right === 1 }))),
    };
  }));
}

/** Thirds of the base's own answer. */
function partOf({ position, of }: SwitchedOnce): 'early' | 'middle' | 'late' {
  const place = (position + 0.5) / Math.max(1, of);
  return place < 1 / 3 ? 'early' : place < 2 / 3 ? 'middle' : 'late';
}
