import type { ModelCard } from '../../shared/agent/model.ts';
import type { ModelInfo } from '../../shared/contract/entities.ts';
import { defaultSettings } from '../../shared/contract/entities.ts';

export const localCard: ModelCard = { id: defaultSettings.localModel, name: 'Qwen2.5 Coder 0.5B Instruct', kind: 'gguf', where: 'thisDevice', device: 'CPU', parameters: 494_032_768 };
export const claudeCard: ModelCard = {
  id: 'claude-haiku-5-5', name: 'Claude Haiku 5.5', kind: 'claude', where: 'remote', host: 'api.anthropic.com',
  price: { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 },
};
/** What it bills nobody here knows. */
export const serverCard: ModelCard = { id: 'large', name: 'large at box.lan', kind: 'server', where: 'remote', host: 'box.lan' };
export const largerCard: ModelCard = { id: 'qwen2.5-coder-1.5b-instruct-q4_k_m', name: 'Qwen2.5 Coder 1.5B Instruct', kind: 'gguf', where: 'thisDevice', device: 'CPU' };

const model = (id: string, name: string, parameters: number, sizeBytes: number, state: ModelInfo['state'], verdict: ModelInfo['fit']['verdict'] = 'good'): ModelInfo => ({
  id, name, parameters, sizeBytes, licence: 'Apache-2.0', roles: ['local', 'expert'], state,
  fit: { verdict, words: verdict === 'good' ? 'fits well' : verdict === 'tight' ? 'fits, but tightly' : 'too large for the memory here' },
});
export const embeddingModel: ModelInfo = {
  ...model('all-minilm-l6-v2-f16', 'all-MiniLM-L6-v2', 22_565_376, 46_220_288, { state: 'ready', path: '/home/someone/.config/Tandem/models/all-MiniLM-L6-v2.f16.gguf' }), roles: ['embedding'],
};
export const catalog: readonly ModelInfo[] = [
  model(localCard.id, localCard.name, 494_032_768, 491_400_064, { state: 'ready', path: '/home/someone/.config/Tandem/models/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf' }),
  model(largerCard.id, largerCard.name, 1_543_714_304, 1_117_320_768, { state: 'downloading', receivedBytes: 412_000_000, totalBytes: 1_117_320_768, source: 'Hugging Face', bytesPerSecond: 8_200_000 }),
  model('qwen3.5-4b-q4_k_m', 'Qwen3.5 4B', 4e9, 2_740_937_888, { state: 'absent' }, 'tight'),
  model('qwen3.5-9b-q4_k_m', 'Qwen3.5 9B', 9e9, 5_680_522_464, { state: 'failed', error: { kind: 'downloadFailed', message: 'The download broke off after 212 MB. What came is kept; try again to go on.' } }, 'tooLarge'),
  embeddingModel,
];
