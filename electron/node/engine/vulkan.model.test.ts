import { describe, expect, it } from 'vitest';
import type { CompletionPart } from './api.ts';
import { openReal } from './testing/realModels.ts';
import { hasSoftwareVulkan, softwareVulkanMark } from './testing/softwareVulkan.ts';

/*
 * The real offload path without a GPU: Debian's software renderer (packages mesa-vulkan-drivers and libvulkan1, which
 * `npm test` installs where it can). llama.cpp passes over software devices unless one is asked for by its number.
 */
describe('Vulkan', () => {
  it.runIf(hasSoftwareVulkan())(`puts the layers on the device, names it, and writes what the CPU writes (${softwareVulkanMark})`, async () => {
    process.env['GGML_VK_VISIBLE_DEVICES'] = '0';
    const engine = await openReal('smallest', { gpu: 'vulkan', contextSize: 256 });
    delete process.env['GGML_VK_VISIBLE_DEVICES'];
    expect(engine.card.device).toMatch(/^Vulkan \(.+\), 31 of 31 layers$/);
    const parts: CompletionPart[] = [];
    const request = { system: '', turns: [{ role: 'user', text: 'The capital of France?' }], prefix: 'The capital of France is', stopSequences: [], maxTokens: 1, temperature: 0, seed: 1 } as const;
    for await (const part of engine.complete(request, new AbortController().signal)) parts.push(part);
    expect(parts.at(-1)).toMatchObject({ text: ' Paris' });
    await engine.dispose();
  });

  it('without a device is the CPU, and says so', async () => {
    process.env['GGML_VK_VISIBLE_DEVICES'] = '';
    const engine = await openReal('smallest', { gpu: 'vulkan', contextSize: 256 });
    delete process.env['GGML_VK_VISIBLE_DEVICES'];
    expect(engine.card.device).toBe('CPU');
    await engine.dispose();
  });
});
