/** What is known about where the weights are after loading. */
export interface Placement {
  readonly gpu: 'metal' | 'cuda' | 'vulkan' | false;
  readonly deviceNames: readonly string[];
  readonly gpuLayers: number;
  readonly totalLayers: number;
}

const backendNames = { metal: 'Metal', cuda: 'CUDA', vulkan: 'Vulkan' } as const;

/** A GPU is named only when layers are on it: a loaded backend without a device computes on the CPU. */
export function usesGpu(placement: Placement): boolean {
  return placement.gpu !== false && placement.deviceNames.length > 0 && placement.gpuLayers > 0;
}

/** "CPU", or "Vulkan (llvmpipe), 31 of 31 layers". */
export function deviceLabel(placement: Placement): string {
  if (placement.gpu === false || !usesGpu(placement)) return 'CPU';
  return `${backendNames[placement.gpu]} (${placement.deviceNames.join(', ')}), ${placement.gpuLayers} of ${placement.totalLayers} layers`;
}
