import fs from 'node:fs';
import type { GivenStep, LocalModel, StepRequest } from '../../../../shared/agent/model.ts';
import { TandemError } from '../../../../shared/errors.ts';
import { alwaysOn, computeFeatures } from '../../../../shared/switching/features/index.ts';
import type { Candidate } from '../../../../shared/switching/policy.ts';
import { rowKey, scoredRowSchema, type GivenRow, type ScoredRow } from './givenRow.ts';

export interface ScoringPlan {
  readonly model: Pick<LocalModel, 'card' | 'scoreSteps'>;
  readonly profile: string;
  /** One line a row; rows that stand in it already are not evaluated again. */
  readonly file: string;
  /** Rows at once. */
  readonly atOnce: number;
  readonly onRow: (done: number, of: number) => void;
}

/** Scores every step of every row, in the order of the rows; a run that was stopped goes on where it was. */
export async function scoreRows(rows: readonly GivenRow[], plan: ScoringPlan, signal: AbortSignal): Promise<readonly ScoredRow[]> {
  const model = plan.model.card.sha256 ?? plan.model.card.id;
  const known = readScored(plan.file);
  const keyed = rows.map((row) => ({ row, key: rowKey(row, model, plan.profile) }));
  const open = keyed.filter(({ key }) => !known.has(key))[Symbol.iterator]();
  let done = keyed.filter(({ key }) => known.has(key)).length;
  const work = async (): Promise<void> => {
    for (const { row, key } of open) {
      signal.throwIfAborted();
      const scored = { key, ...await scoreRow(row, plan, signal) };
      known.set(key, scored);
      fs.appendFileSync(plan.file, `${JSON.stringify(scored)}\n`);
      plan.onRow(done += 1, keyed.length);
    }
  };
  await Promise.all(Array.from({ length: plan.atOnce }, work));
  return keyed.flatMap(({ key }) => known.get(key) ?? []);
}

async function scoreRow(row: GivenRow, { model, profile }: ScoringPlan, signal: AbortSignal): Promise<Omit<ScoredRow, 'key'>> {
  if (!model.scoreSteps) throw new TandemError('modelUnsupported', `${model.card.name} cannot evaluate given text. Choose a GGUF on this machine.`);
  const startedAt = performance.now();
  const asked: StepRequest = {
    question: row.question, history: [], steps: [], shape: 'steps', profile, documents: [], tools: ['calculator'], until: 'step', maxTokens: 160, temperature: 0, seed: 1,
  };
  const about = { id: row.id, dataset: row.dataset, firstWrong: row.firstWrong };
  try {
    const given = await model.scoreSteps(asked, row.steps, signal);
    const steps = given.map((step, position) => ({
      values: rounded(computeFeatures(alwaysOn, { question: row.question, steps: row.steps.slice(0, position).map((text) => ({ by: 'local' as const, text })), position }, candidateOf(row.steps[position] ?? '', step))),
      evaluated: step.evaluated,
    }));
    return { ...about, steps, ms: Math.round(performance.now() - startedAt) };
  } catch (error) {
    if (!(error instanceof TandemError) || error.kind !== 'contextTooSmall') throw error;
    return { ...about, steps: [], refused: 'longer than the context', ms: 0 };
  }
}

/** As the splitter would have ended it: what is boxed is the answer. */
function candidateOf(text: string, { tokens, tools }: GivenStep): Candidate {
  return { text, reason: text.includes('\\boxed{') ? 'answer' : 'step', tokens, tools };
}

/** More digits than a gate can use would only make the file longer. */
function rounded(values: Readonly<Record<string, number | null>>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, value === null ? null : Number(value.toPrecision(5))]));
}

function readScored(file: string): Map<string, ScoredRow> {
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  // A kill may have cut the last line: that row is simply scored again.
  if (text !== '' && !text.endsWith('\n')) fs.appendFileSync(file, '\n');
  return new Map(text.split('\n').flatMap((line) => {
    const parsed = scoredRowSchema.safeParse(parseOrNull(line));
    return parsed.success ? [[parsed.data.key, parsed.data] as const] : [];
  }));
}

function parseOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
