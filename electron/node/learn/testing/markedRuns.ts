import type { ModelCard } from '../../../../shared/agent/model.ts';
import { noUsage } from '../../../../shared/agent/model.ts';
import { seededRandom } from '../../../../shared/switching/random.ts';
import type { RunEvent } from '../../../../shared/trace/events.ts';
import { fitGate, probabilityWrong } from '../../../../shared/switching/gate/fitHead.ts';
import type { GateFile } from '../../../../shared/switching/gate/gateFile.ts';
import { sampleGate } from '../../../../shared/switching/gate/testing/sampleGate.ts';
import { examPlace, openExamFolder } from '../../exam/examFolder.ts';
import type { Store } from '../../runs/store/openStore.ts';

export const card: ModelCard = { id: 'local', name: 'Local', kind: 'gguf', where: 'thisDevice', sha256: 'a'.repeat(64), profile: 'zeroShot' };

/** How a made-up model errs: P(wrong) by the mean log-probability of the step's tokens. */
export type World = (meanLogProb: number) => number;
export const home: World = (x) => 1 / (1 + Math.exp(-(-2 - 1.2 * (x + 1) * 2)));
/** Where the user's new questions come from: far more goes wrong, and doubt tells less. */
export const elsewhere: World = (x) => 1 / (1 + Math.exp(-(0.9 - 0.5 * (x + 1))));

/** A gate that is right at home. */
export function homeGate(date: string): GateFile {
  const random = seededRandom(3);
  const steps = Array.from({ length: 1500 }, (_, i) => {
    const x = -3 * random();
    return { values: { meanLogProb: x }, wrong: random() < home(x) ? 1 as const : 0 as const, problem: `p${Math.floor(i / 3)}` };
  });
  const { columns, model, calibration } = fitGate(steps, ['meanLogProb'], random);
  const file = sampleGate(card.sha256 ?? '', 'zeroShot', 500);
  return { ...file, head: { ...file.head, columns, model, calibration, provenance: { ...file.head.provenance, date } }, measured: { ...file.measured, date } };
}

export const says = (file: GateFile, meanLogProb: number): number => probabilityWrong(file.head, { meanLogProb });

/** Writes chats of four local steps and one of the expert's; `mark` is told of each local step and of its truth. */
export function writeRuns(store: Store, world: World, chats: number, seed: number, at: () => number, mark: (runId: string, step: number, isWrong: boolean) => void): readonly string[] {
  const random = seededRandom(seed, 0x3a2);
  return Array.from({ length: chats }, (_, chat) => {
    const id = `run-${seed}-${chat}`;
    store.chats.create({ id: `chat-${seed}-${chat}`, title: 'Chat', isTitled: true, at: at() });
    store.runs.create({ id, chatId: `chat-${seed}-${chat}`, request: { question: 'How much is it?', shape: 'steps', policy: 'adaswitch', dial: 0.5, seed: seed * 1000 + chat, documents: [] } });
    const events: RunEvent[] = [{
      type: 'runStarted', question: 'How much is it?', shape: 'steps', local: card, expert: null, policy: 'adaswitch', dial: 0.5, profile: 'zeroShot', seed: 1,
      limits: { maxSteps: 9, maxTokensPerStep: 99, maxUsd: null },
    }];
    const truths: boolean[] = [];
    for (let step = 0; step < 4; step += 1) {
      const logProb = -3 * random();
      truths.push(random() < world(logProb));
      events.push(accepted(step, 'local', logProb));
    }
    events.push({ type: 'candidateDiscarded', step: 4, text: 'It is 2.', usage: noUsage, ms: 1, tokens: [] }, accepted(4, 'expert', -0.1), { type: 'runFinished', answer: '1', ms: 9 });
    store.runs.append(id, events.map((event, i) => ({ seq: i + 1, at: at(), event })));
    store.runs.setStatus(id, 'finished');
    for (const [step, isWrong] of truths.entries()) mark(id, step, isWrong);
    return id;
  });
}

function accepted(step: number, by: 'local' | 'expert', logProb: number): RunEvent {
  return {
    type: 'stepAccepted', step, by, kind: 'reasoning', model: by === 'local' ? card.name : 'Expert', text: `It is ${step}.`, usage: noUsage, ms: 1, usd: 0, tools: [], why: '',
    tokens: ['It', ' is', ' x', '.'].map((text) => ({ text, logProb, entropy: 0.5, margin: 0.5, isNumber: false, injected: false })),
  };
}

/** An exam of ten problems with one step each, every second of them wrong. */
export function takeExam(heads: string, modelSha256: string): void {
  const exam = openExamFolder(examPlace(heads, { modelSha256, profile: 'zeroShot' }));
  exam.begin({ version: 1, source: { kind: 'builtIn' }, seed: 1, seconds: null, problems: 10, modelSha256, profile: 'zeroShot', modelName: 'Local', elapsedMs: 1, isFinished: true });
  for (let i = 0; i < 10; i += 1) {
    const wrong = i % 2 === 0 ? 1 as const : 0 as const;
    const tokens = [{ text: 'It', logProb: wrong === 1 ? -2 : -0.1, entropy: 0.5, margin: 0.5, isNumber: false, injected: false }];
    exam.add({
      problem: `exam ${i}`, data: 'built-in problems', question: 'How much is it?', round: 1, p: null, branches: [], rightUnaided: wrong === 0, right: wrong === 0,
      steps: [{ position: 0, candidate: { text: 'It is 1.', reason: 'step', tokens, tools: [] }, values: {}, wrong, reason: 'goldValue', pWrong: null, correction: null }],
    });
  }
}
