import { randomUUID } from 'node:crypto';
import type { EvalProblem } from '../data/evalProblem.ts';
import type { PythonSandbox } from './pythonSandbox.ts';

export type CodeProblem = Extract<EvalProblem, { kind: 'code' }>;
export interface CodeVerdict { readonly passed: boolean; /** One line for the report. */ readonly why: string }

/**
 * HumanEval as its authors score it (openai/human-eval, `human_eval/execution.py`): the prompt, the completion, the
 * tests and `check(entry_point)` run as one program; it passes if nothing is raised in the time given.
 * Whether the end was reached is told by a word that the program cannot know beforehand, not by the exit code.
 */
export async function scoreHumanEval(problem: CodeProblem, answer: string, sandbox: PythonSandbox, signal?: AbortSignal): Promise<CodeVerdict> {
  const reached = randomUUID();
  const program = `${programOf(problem, answer)}\n${problem.tests}\ncheck(${problem.entryPoint})\nprint("\\n${reached}")\n`;
  const result = await sandbox.run(program, {}, signal);
  if (result.end === 'ended' && result.stdout.trimEnd().endsWith(reached)) return { passed: true, why: 'the tests pass' };
  if (result.end !== 'ended') return { passed: false, why: { cpuLimit: 'it took too much processor time', wallLimit: 'it took too long', outputLimit: 'it wrote too much', killed: 'it was ended for taking too much' }[result.end] };
  return { passed: false, why: result.stderr.trim().split('\n').at(-1)?.slice(0, 200) || 'it ended before the tests did' };
}

/** The prompt with the model's completion; a whole function of the right name replaces the prompt's, keeping its imports and helpers. */
export function programOf(problem: CodeProblem, answer: string): string {
  const fenced = [...answer.matchAll(/```(?:python|py)?[ \t]*\r?\n(.*?)(?:```|$)/gs)].map((block) => block[1] ?? '');
  const code = fenced.find((block) => defines(block, problem.entryPoint)) ?? fenced[0] ?? answer;
  // A second definition after the prompt's takes its place in Python; the prompt's own body is its docstring.
  return defines(code, problem.entryPoint) ? `${problem.question}    pass\n\n${code}` : problem.question + code;
}

function defines(code: string, name: string): boolean {
  return new RegExp(`^(?:async )?def ${name}\\b`, 'm').test(code);
}
