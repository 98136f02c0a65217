import { describe, expect, it } from 'vitest';
import { deviceLabel, usesGpu, type Placement } from './device.ts';

const onGpu: Placement = { gpu: 'vulkan', deviceNames: ['llvmpipe'], gpuLayers: 31, totalLayers: 31 };

describe('device label', () => {
  it('names a GPU with layers on it', () => {
    expect(deviceLabel(onGpu)).toBe('Vulkan (llvmpipe), 31 of 31 layers');
    expect(usesGpu(onGpu)).toBe(true);
  });

  it.each<[string, Placement]>([
    ['no backend', { ...onGpu, gpu: false }],
    ['a backend without a device', { ...onGpu, deviceNames: [] }],
    ['a device without layers', { ...onGpu, gpuLayers: 0 }],
  ])('says CPU with %s', (_name, placement) => {
    expect(deviceLabel(placement)).toBe('CPU');
    expect(usesGpu(placement)).toBe(false);
  });
});
