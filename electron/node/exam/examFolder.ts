import fs from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { examSourceSchema } from '../../../shared/contract/gate.ts';
import { examChainSchema, type ExamChain } from '../../../shared/exam/chain.ts';

/** What an exam was started with, and how far its time has gone. */
export const examPlanSchema = z.object({
  version: z.literal(1), source: examSourceSchema, seed: z.number().int(),
  seconds: z.number().nullable(), problems: z.number().int().nullable(),
  modelSha256: z.string(), profile: z.string(), modelName: z.string(),
  elapsedMs: z.number(), isFinished: z.boolean(),
});
export type ExamPlan = Readonly<z.infer<typeof examPlanSchema>>;

/** The exam on disk: its plan, and each examined problem as a line. A kill costs the problem at hand. */
export interface ExamFolder {
  read(): { readonly plan: ExamPlan; readonly chains: readonly ExamChain[] } | null;
  /** A new exam; the one before is gone, its head is not. */
  begin(plan: ExamPlan): void;
  savePlan(plan: ExamPlan): void;
  add(chain: ExamChain): void;
}

export function openExamFolder(folder: string): ExamFolder {
  const planFile = path.join(folder, 'plan.json');
  const chainsFile = path.join(folder, 'chains.jsonl');
  const savePlan = (plan: ExamPlan) => {
    fs.mkdirSync(folder, { recursive: true });
    writeFileAtomic.sync(planFile, JSON.stringify(plan));
  };
  return {
    read: () => {
      const plan = parsed(examPlanSchema, readText(planFile));
      if (plan === null) return null;
      const chains = readText(chainsFile).split('\n').flatMap((line) => parsed(examChainSchema, line) ?? []);
      return { plan, chains };
    },
    begin: (plan) => {
      fs.rmSync(chainsFile, { force: true });
      savePlan(plan);
    },
    savePlan,
    add: (chain) => {
      // A kill may have left half a line behind: this one begins anew.
      const broken = fs.existsSync(chainsFile) && !readText(chainsFile).endsWith('\n');
      fs.appendFileSync(chainsFile, `${broken ? '\n' : ''}${JSON.stringify(chain)}\n`);
    },
  };
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
