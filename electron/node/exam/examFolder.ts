import fs from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { examSourceSchema } from '../../../shared/contract/gate.ts';
import { examChainSchema, type ExamChain } from '../../../shared/exam/chain.ts';
import { gateFileSchema, type GateFile, type GateKey } from '../../../shared/switching/gate/gateFile.ts';
import { addJsonLine, readJsonLines } from '../jsonLines.ts';

/** What an exam was started with, and how far its time has gone. */
export const examPlanSchema = z.object({
  version: z.literal(1), source: examSourceSchema, seed: z.number().int(),
  seconds: z.number().nullable(), problems: z.number().int().nullable(),
  modelSha256: z.string(), profile: z.string(), modelName: z.string(),
  /** Also question the model about its own steps. */
  asksItself: z.boolean().optional(),
  elapsedMs: z.number(), isFinished: z.boolean(),
});
export type ExamPlan = Readonly<z.infer<typeof examPlanSchema>>;
/** Within a place: an exam that is about to take it. */
const nextName = 'next';
const stateSchema = examPlanSchema.pick({ elapsedMs: true, isFinished: true });

/**
 * The exam of one model on disk: its plan, written once (it may hold 20 MB of examples), how far it is, and each
 * examined problem as a line. A kill costs the problem at hand.
 */
export interface ExamFolder {
  read(): { readonly plan: ExamPlan; readonly chains: readonly ExamChain[] } | null;
  /** A new exam of this model. The one before goes when the first new chain is there, and not before; its head stays. */
  begin(plan: ExamPlan, before?: GateFile | null): void;
  saveState(state: Pick<ExamPlan, 'elapsedMs' | 'isFinished'>): void;
  add(chain: ExamChain): void;
  /** The gate from before the exam, which has seen none of its steps; null: none, undefined: not kept (an older Tandem). */
  gateBefore(): GateFile | null | undefined;
  /** The gate that the second round runs: fitted on the first alone. */
  secondGate(): GateFile | null;
  saveSecondGate(gate: GateFile): void;
}

export function openExamFolder(folder: string): ExamFolder {
  const at = (name: string) => path.join(folder, name);
  const [planFile, stateFile, chainsFile, beforeFile, secondFile] = [at('plan.json'), at('state.json'), at('chains.jsonl'), at('before.json'), at('second.json')];
  const write = (file: string, value: unknown) => writeFileAtomic.sync(file, JSON.stringify(value));
  const next = at(nextName);
  const nextFile = (file: string) => path.join(next, path.basename(file));
  /** Begun, and nothing examined yet, while the exam before lies here. */
  let begun: { readonly plan: ExamPlan; readonly before: GateFile | null; readonly state: z.infer<typeof stateSchema> } | null = null;
  /** The chains move last: as long as they are there, a move that a kill cut short is gone on with. */
  const moveIn = () => {
    if (!fs.existsSync(nextFile(chainsFile))) return;
    fs.rmSync(secondFile, { force: true });
    for (const file of [beforeFile, stateFile, planFile, chainsFile]) if (fs.existsSync(nextFile(file))) fs.renameSync(nextFile(file), file);
    begun = null;
    fs.rmSync(next, { recursive: true });
  };
  moveIn();
  return {
    read: () => {
      if (begun) return { plan: { ...begun.plan, ...begun.state }, chains: [] };
      const plan = parsed(examPlanSchema, readText(planFile));
      if (plan === null) return null;
      return { plan: { ...plan, ...parsed(stateSchema, readText(stateFile)) }, chains: readJsonLines(chainsFile, examChainSchema).rows };
    },
    begin: (plan, before = null) => {
      fs.mkdirSync(folder, { recursive: true });
      begun = fs.existsSync(chainsFile) ? { plan, before, state: stateSchema.parse(plan) } : null;
      if (begun) return;
      for (const file of [stateFile, secondFile]) fs.rmSync(file, { force: true });
      write(beforeFile, before);
      write(planFile, plan);
    },
    saveState: ({ elapsedMs, isFinished }) => {
      if (begun) begun = { ...begun, state: { elapsedMs, isFinished } };
      else write(stateFile, { elapsedMs, isFinished });
    },
    add: (chain) => {
      if (!begun) return addJsonLine(chainsFile, chain);
      fs.rmSync(next, { recursive: true, force: true });
      fs.mkdirSync(next);
      for (const [file, value] of [[beforeFile, begun.before], [stateFile, begun.state], [planFile, begun.plan]] as const) write(nextFile(file), value);
      writeFileAtomic.sync(nextFile(chainsFile), `${JSON.stringify(chain)}\n`);
      moveIn();
    },
    gateBefore: () => {
      if (begun) return begun.before;
      return fs.existsSync(beforeFile) ? parsed(gateFileSchema, readText(beforeFile)) : undefined;
    },
    secondGate: () => (begun ? null : parsed(gateFileSchema, readText(secondFile))),
    saveSecondGate: (gate) => write(secondFile, gate),
  };
}

/** Where the exams of one model, asked one way, lie. What was written before each had a place of its own stays with the model that it names. */
export function examPlace(heads: string, { modelSha256, profile }: Pick<GateKey, 'modelSha256' | 'profile'>): string {
  const own = path.join(heads, 'exam', `${modelSha256.slice(0, 16)}-${profile}`);
  if (fs.existsSync(own)) return own;
  const plan = parsed(examPlanSchema, readText(path.join(heads, 'exam', 'plan.json')));
  return plan?.modelSha256 === modelSha256 && plan.profile === profile ? path.join(heads, 'exam') : own;
}

/** All places with an exam, the latest first. */
export function examPlaces(heads: string): readonly string[] {
  const top = path.join(heads, 'exam');
  const within = fs.existsSync(top) ? fs.readdirSync(top, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== nextName).map((entry) => path.join(top, entry.name)) : [];
  const latest = (place: string) => Math.max(...['plan.json', 'state.json', 'chains.jsonl'].map((name) => fs.statSync(path.join(place, name), { throwIfNoEntry: false })?.mtimeMs ?? 0));
  return [top, ...within].filter((place) => fs.existsSync(path.join(place, 'plan.json'))).toSorted((a, b) => latest(b) - latest(a));
}

function readText(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

function parsed<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
