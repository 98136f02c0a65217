import type { AcceptedStep, ExpertModel, FinishReason, LocalModel, StepPart, StepRequest } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { SwitchedOnce } from '../../../shared/hera/figures/switchesByPart.ts';
import { letterOf, type ProfileTree, type TreeNode } from '../../../shared/hera/tree.ts';
import type { EvalProblem } from '../evaluate/data/evalProblem.ts';

/** How far a request is profiled. The paper enumerates to a depth of 15 (section 3.2); a laptop cannot pay 2^15 paths. */
export interface TreeLimits {
  /** To this depth every node has both children. */
  readonly fullDepth: number;
  /** Deeper, to this depth, sampled paths go on with one writer each. */
  readonly maxDepth: number;
  /** Paths that go on beyond the full depth. */
  readonly sampledPaths: number;
  /** Steps of an answer at most, where a path is finished by its last writer. */
  readonly maxSteps: number;
  readonly maxTokensPerStep: number;
}
export const usualLimits: TreeLimits = { fullDepth: 3, maxDepth: 6, sampledPaths: 4, maxSteps: 14, maxTokensPerStep: 160 };

export interface TreeSetup {
  /** Both behind the call cache, so that a prefix is never written twice and an interrupted tree goes on. */
  readonly local: Pick<LocalModel, 'writeStep'>;
  readonly expert: ExpertModel;
  readonly profile: string;
  readonly limits: TreeLimits;
  /** In [0, 1], seeded by the problem: which paths go on beyond the full depth, and who writes there. */
  readonly random: () => number;
  /** What `random` was seeded from, for the record. */
  readonly seed?: number;
  readonly rightOf: (answer: string) => number;
}

/**
 * HERA's offline profiling of one request (section 3.2): at each node the next subtask is written by both models.
 * Departure: full only to `fullDepth`; beyond, a seeded draw of paths goes on with one writer a step, each drawn with
 * probability 1/2, and every node keeps the probability with which it was reached, so that labels can be weighted.
 */
export async function growTree(problem: Extract<EvalProblem, { kind: 'answer' }>, setup: TreeSetup, signal: AbortSignal): Promise<ProfileTree> {
  const { limits } = setup;
  const write = writerOf(problem, setup, signal);
  const nodes: TreeNode[] = [];

  interface Open { readonly path: string; readonly steps: readonly AcceptedStep[]; readonly propensity: number }
  const child = async (above: Open, by: 'local' | 'expert', propensity: number): Promise<Open | null> => {
    const written = await write(above.steps, by);
    if (written.text === '') return null;
    const path = above.path + letterOf(by);
    const steps: readonly AcceptedStep[] = [...above.steps, { by, text: written.text }];
    const repeats = written.text === above.steps.at(-1)?.text;
    const isEnd = ends(written.reason) || repeats;
    // A path that is not followed further is finished by its last writer, so that every path has an answer.
    const isCut = !isEnd && path.length >= limits.maxDepth;
    const answer = isEnd ? written.text : isCut ? await finish(write, steps, by, limits.maxSteps) : null;
    nodes.push({ path, by, text: written.text, reason: written.reason, tokens: by === 'local' ? written.tokens : [], tools: written.tools, propensity, right: answer === null ? null : setup.rightOf(answer), answer });
    return isEnd || isCut ? null : { path, steps, propensity };
  };

  let level: Open[] = [{ path: '', steps: [], propensity: 1 }];
  for (let depth = 0; depth < limits.maxDepth && level.length > 0; depth += 1) {
    const next: Open[] = [];
    const isFull = depth < limits.fullDepth;
    const chosen = depth === limits.fullDepth ? draw(level, limits.sampledPaths, setup.random) : level;
    const share = level.length === 0 ? 1 : chosen.length / level.length;
    for (const open of chosen) {
      const writers = isFull ? (['local', 'expert'] as const) : [setup.random() < 0.5 ? 'local' as const : 'expert' as const];
      for (const by of writers) {
        const grown = await child(open, by, open.propensity * (isFull ? 1 : 0.5) * (depth === limits.fullDepth ? share : 1));
        if (grown) next.push(grown);
      }
    }
    level = next;
  }
  return {
    problem: problem.id, data: problem.dataset, question: problem.question, nodes: nodes.toSorted((a, b) => a.path.length - b.path.length),
    allLocal: await alone(write, 'local', setup), allExpert: await alone(write, 'expert', setup),
    grown: { ...limits, ...(setup.seed === undefined ? {} : { seed: setup.seed }) },
  };
}

/** The paper's Figure 3 (section 2.3): each step of a writer's own answer in turn is left to the other, and the writer goes on behind it. */
export async function switchEachOnce(problem: Extract<EvalProblem, { kind: 'answer' }>, setup: TreeSetup, signal: AbortSignal): Promise<readonly SwitchedOnce[]> {
  const write = writerOf(problem, setup, signal);
  const switched: SwitchedOnce[] = [];
  for (const base of ['local', 'expert'] as const) {
    const own = await goOn(write, [], base, setup.limits.maxSteps);
    const rightUnswitched = setup.rightOf(own.at(-1)?.text ?? '');
    for (const position of own.keys()) {
      const by = base === 'local' ? 'expert' : 'local';
      const above = own.slice(0, position);
      const other = await write(above, by);
      if (other.text === '') continue;
      const steps: readonly AcceptedStep[] = [...above, { by, text: other.text }];
      const answer = ends(other.reason) ? other.text : await finish(write, steps, base, setup.limits.maxSteps);
      switched.push({ problem: problem.id, base, position, of: own.length, right: setup.rightOf(answer), rightUnswitched });
    }
  }
  return switched;
}

interface Written { readonly text: string; readonly reason: FinishReason; readonly tokens: TreeNode['tokens']; readonly tools: TreeNode['tools'] }
type Write = (steps: readonly AcceptedStep[], by: 'local' | 'expert') => Promise<Written>;

const ends = (reason: FinishReason): boolean => reason === 'answer' || reason === 'stop';

function writerOf(problem: EvalProblem, { local, expert, profile, limits }: TreeSetup, signal: AbortSignal): Write {
  return async (steps, by) => {
    signal.throwIfAborted();
    const request: StepRequest = {
      question: problem.question, history: [], steps, shape: 'steps', profile, documents: problem.documents,
      tools: problem.documents.length > 0 ? ['calculator', 'lookup'] : ['calculator'], until: 'step', maxTokens: limits.maxTokensPerStep, temperature: 0, seed: 1,
    };
    return finishOf(by === 'local' ? local.writeStep(request, signal) : (await expert.prepareStep(request)).send(signal));
  };
}

async function finish(write: Write, from: readonly AcceptedStep[], by: 'local' | 'expert', maxSteps: number): Promise<string> {
  return (await goOn(write, from, by, maxSteps)).at(-1)?.text ?? '';
}

async function alone(write: Write, by: 'local' | 'expert', setup: TreeSetup): Promise<ProfileTree['allLocal']> {
  const steps = await goOn(write, [], by, setup.limits.maxSteps);
  const answer = steps.at(-1)?.text ?? '';
  return { answer, right: setup.rightOf(answer), steps: steps.length };
}

async function goOn(write: Write, from: readonly AcceptedStep[], by: 'local' | 'expert', maxSteps: number): Promise<readonly AcceptedStep[]> {
  const steps = [...from];
  while (steps.length < maxSteps) {
    const next = await write(steps, by);
    if (next.text === '' || next.text === steps.at(-1)?.text) break;
    steps.push({ by, text: next.text });
    if (ends(next.reason)) break;
  }
  return steps;
}

/** `count` of them without replacement; the rest stay unfinished. */
function draw<T>(items: readonly T[], count: number, random: () => number): T[] {
  const left = [...items];
  const drawn: T[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  return drawn;
}

async function finishOf(parts: AsyncIterable<StepPart>): Promise<Written> {
  for await (const part of parts) if (part.type === 'finish') return part;
  throw new TandemError('engineFailed', 'A model stopped in the middle of a step. The tree so far is kept; start again to go on.');
}
