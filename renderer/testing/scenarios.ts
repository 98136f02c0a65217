import { lostStep } from '../../shared/agent/restartWords.ts';
import type { ModelInfo } from '../../shared/contract/entities.ts';
import type { RunEvent } from '../../shared/trace/events.ts';
import { examples } from '../features/chat/examples.ts';
import { examAtStart, examFailed, examFinished, examPaused, examRunning, gateOfExam, gateOfShortExam, shippedGate } from './sampleGates.ts';
import { fallbackRun, heraRun } from './heraRun.ts';
import { profiled, profiledByLocal, sampleTrees, shippedProfile } from './sampleHera.ts';
import { drifting } from './sampleLearning.ts';
import { hostileText, richText } from './sampleTexts.ts';
import { catalog, claudeCard, embeddingModel, largerCard, localCard, serverCard } from './sampleModels.ts';
import { expertStep, localStep, longRun, pianoRun, replyRun, speculativeRun, started } from './sampleRuns.ts';
import type { Scenario } from './scriptedService.ts';

const piano = examples[0]?.question ?? '';
const ready = { expert: { state: 'ready', card: claudeCard }, key: { state: 'set', endsIn: '1234', kept: 'session' }, spentThisMonthUsd: 0.0123, capLeftUsd: 4.25 } as const;
const agreement = {
  key: 'api.anthropic.com', to: 'Claude Haiku 5.5', host: 'api.anthropic.com', priceWords: '$0.1 per million tokens sent, $0.5 per million tokens written',
  whatWords: 'Your question, the chat before it and the steps accepted so far, for each step that is asked.', suggestedCapUsd: 5, price: claudeCard.price,
};
const server = { expert: { kind: 'server', baseUrl: 'https://box.lan', model: 'large', allowPlainHttp: false } } as const;
const dearPrice = { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 };
const claude = { expert: { kind: 'claude', model: 'claude-haiku-5-5' } } as const;
const withoutEmbedding = catalog.map((model): ModelInfo => (model === embeddingModel ? { ...model, state: { state: 'absent' } } : model));
const troubled: readonly RunEvent[] = [
  started(claudeCard), ...localStep(0, 'First 3 * 4 = 12.'),
  { type: 'expertUnavailable', step: 1, error: { kind: 'expertTimedOut', message: 'Claude Haiku 5.5 did not answer within 20 s.' }, continues: true },
  ...localStep(1, 'Then 12 + 5 = 17.', { doubt: 0.62, wouldAsk: false }),
  { type: 'engineRestarted', step: 2, message: lostStep({ name: localCard.name, how: 'died', usedGpu: true }) },
  { type: 'stepStarted', step: 2, by: 'local' }, { type: 'stepDelta', step: 2, by: 'local', text: 'Half a st' },
  { type: 'runInterrupted' },
];

/** What the harness can show, by name. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  first: {
    models: catalog.map((model) => (model.id === localCard.id ? { ...model, state: { state: 'downloading', receivedBytes: 212_000_000, totalBytes: 491_400_064, source: 'Hugging Face', bytesPerSecond: 5_100_000 } } : model)),
    app: { local: { state: 'missing', model: localCard.id } },
  },
  worked: {
    settings: claude, app: ready, script: pianoRun(claudeCard),
    chats: [
      { title: 'Piano and violin', answers: [{ question: piano, events: pianoRun(claudeCard) }] },
      { title: 'Explain Bayes with code', answers: [{ question: 'Explain Bayes, with code.', events: replyRun(richText) }] },
      { title: 'What went wrong', answers: [{ question: 'What is 3 * 4 + 5?', events: troubled }] },
      { title: 'A larger model here', answers: [{ question: piano, events: pianoRun(largerCard) }] },
    ],
    ledger: [{
      id: 1, runId: 'any', step: 1, at: 1_764_000_000_000, to: 'Claude Haiku 5.5', where: 'remote', host: 'api.anthropic.com', payload: JSON.stringify({ model: 'claude-haiku-5-5', messages: [{ role: 'user', content: `${piano}\n1. She practises the violin for 60 minutes a day.` }] }),
      payloadDigest: 'a3'.repeat(32), inputTokens: 310, outputTokens: 31, usd: 0.00031, atMost: false, outcome: 'answered', reason: null,
    }],
  },
  speculative: { settings: { ...claude, speculative: true }, app: ready, chats: [{ title: 'Piano and violin', answers: [{ question: piano, events: speculativeRun() }] }] },
  alone: { chats: [{ title: 'Piano and violin', answers: [{ question: piano, events: pianoRun(null) }] }] },
  agreement: { settings: claude, app: { ...ready, expert: { state: 'needsAgreement', card: claudeCard, agreement } }, script: pianoRun(claudeCard) },
  agreed: { settings: { ...claude, agreements: { 'api.anthropic.com': { at: 1_764_000_000_000, capUsd: 5, price: claudeCard.price } } }, app: ready },
  server: {
    settings: { ...server, agreements: { 'box.lan': { at: 1_764_000_000_000, capUsd: 0 } } }, app: { ...ready, expert: { state: 'ready', card: serverCard }, capLeftUsd: null }, gate: gateOfExam, exam: { state: 'idle' },
    chats: [{ title: 'Piano and violin', answers: [{ question: piano, events: pianoRun(serverCard) }] }],
  },
  serverAgreement: {
    settings: server, script: pianoRun(serverCard),
    app: { ...ready, expert: { state: 'needsAgreement', card: serverCard, agreement: { ...agreement, key: 'box.lan', host: 'box.lan', to: serverCard.name, priceWords: 'The price is not known to Tandem; ask whoever runs this server.', suggestedCapUsd: 0, price: undefined } } },
  },
  dearer: {
    settings: claude,
    app: {
      ...ready, key: { state: 'set', endsIn: '1234', kept: 'file' },
      expert: { state: 'needsAgreement', card: claudeCard, agreement: { ...agreement, price: dearPrice, againWords: 'You agreed to less for api.anthropic.com. Claude Haiku 5.5 costs more.' } },
    },
  },
  hostile: { chats: [{ title: '<img src=x onerror=alert(1)>', answers: [{ question: hostileText, events: replyRun(hostileText) }] }] },
  long: { settings: claude, app: ready, script: longRun(400), paceMs: 0, chats: [{ title: 'A long way', answers: [{ question: 'Go a long way.', events: longRun(5_000) }] }] },
  slow: { settings: claude, app: ready, paceMs: 60, script: [started(claudeCard), ...localStep(0, 'First 3 * 4 = 12.'), ...expertStep(1, 'Then 12 + 5 = 18.', 'Then 12 + 5 = 17, slowly, word by word, so that there is time to stop it in the middle of the step.')] },
  answering: { settings: claude, app: ready, paceMs: 60_000, script: [started(claudeCard)], chats: [{ title: 'Piano and violin', answers: [{ question: piano, events: pianoRun(claudeCard) }] }] },
  needsKey: { settings: claude, app: { expert: { state: 'needsKey', card: claudeCard } }, chats: [{ title: 'Piano and violin', answers: [{ question: piano, events: pianoRun(null) }] }] },
  failing: { script: [started(null), ...localStep(0, 'First 3 * 4 = 12.'), { type: 'runFailed', error: { kind: 'engineFailed', message: 'The model could not go on. What was accepted is kept.' } }] },
  shipped: { settings: { ...claude, dial: 0.4 }, app: ready, gate: shippedGate, chats: [{ title: 'Piano and violin', answers: [{ question: piano, events: pianoRun(claudeCard) }] }] },
  untried: { settings: { ...claude, dial: 0.4 }, app: ready, gate: { ...shippedGate, repairs: null, damages: null, recommended: null }, chats: [{ title: 'Piano and violin', answers: [{ question: piano, events: pianoRun(claudeCard) }] }] },
  expertLater: { settings: { ...claude, dial: 0.4 }, app: ready, gate: shippedGate, chats: [{ title: 'Piano and violin', answers: [{ question: piano, events: pianoRun(null) }] }] },
  shortExam: { settings: { ...claude, dial: 0.4 }, app: ready, gate: gateOfShortExam },
  slowWithExam: { settings: { ...claude, dial: 0.4 }, app: ready, gate: gateOfExam, paceMs: 1_500, script: [started(claudeCard), ...localStep(0, 'First 3 * 4 = 12.')] },
  examRunning: { settings: claude, app: ready, gate: shippedGate, exam: examRunning },
  examBeginning: { settings: claude, app: ready, exam: examAtStart('built-in problems') },
  examPaused: { settings: claude, app: ready, exam: examPaused },
  examFailed: { settings: claude, app: ready, exam: examFailed },
  audited: { settings: { ...claude, auditShare: 0.05 }, app: ready, chats: [{ title: 'Piano and violin', answers: [{ question: piano, events: pianoRun(claudeCard) }] }], audited: [0] },
  examFinished: { settings: { ...claude, dial: 0.4 }, app: ready, gate: gateOfExam, exam: examFinished, learning: drifting },
  examOfBudget: { settings: { ...claude, dial: 0.35, dialMode: { kind: 'budget', usdPerMonth: 5 } }, app: { ...ready, spentThisMonthUsd: 5.01 }, gate: gateOfExam, exam: examFinished },
  examHere: { settings: { expert: { kind: 'gguf', model: largerCard.id } }, app: { expert: { state: 'ready', card: largerCard } }, gate: { ...gateOfExam, curve: gateOfExam.curve.map((point) => ({ ...point, usdPerQuestion: 0 })) }, exam: examFinished },
  heraProfiled: { settings: { ...claude, policy: 'hera' }, app: ready, hera: profiled, trees: sampleTrees, chats: [{ title: 'By HERA', answers: [{ question: piano, events: heraRun }] }, { title: 'Without a profile', answers: [{ question: piano, events: fallbackRun }] }] },
  heraShipped: { settings: { ...claude, policy: 'hera' }, app: ready, hera: shippedProfile, models: withoutEmbedding },
  heraByLocal: { settings: { ...claude, policy: 'hera' }, app: ready, hera: profiledByLocal },
  heraUnprofiled: { settings: { ...claude, policy: 'hera' }, app: ready },
  notices: { app: { notices: [{ id: 'n1', words: 'The settings file was damaged and kept as settings.json.damaged-1. Tandem started with the usual settings.' }], local: { state: 'failed', model: localCard.id, error: { kind: 'modelDamaged', message: 'The model file is damaged. Remove it and download it again.' } } } },
};
