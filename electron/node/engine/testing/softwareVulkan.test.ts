import { describe, expect, it } from 'vitest';
import { hasSoftwareVulkan } from './softwareVulkan.ts';

const disk = (files: Readonly<Record<string, readonly string[]>>) => (folder: string) => files[folder] ?? [];

describe('a software renderer for Vulkan', () => {
  it.each(['lvp_icd.json', 'lvp_icd.x86_64.json', 'lvp_icd.aarch64.json'])('is there with the loader and %s', (name) => {
    expect(hasSoftwareVulkan('linux', disk({ '/usr/share/vulkan/icd.d': ['radeon_icd.json', name], '/usr/lib/aarch64-linux-gnu': ['libvulkan.so.1'] }))).toBe(true);
  });
  it('is missing without either, and everywhere but on Linux', () => {
    const drivers = { '/usr/share/vulkan/icd.d': ['lvp_icd.json'] };
    const loader = { '/usr/lib64': ['libvulkan.so.1'] };
    expect(hasSoftwareVulkan('linux', disk(drivers))).toBe(false);
    expect(hasSoftwareVulkan('linux', disk({ ...loader, '/usr/share/vulkan/icd.d': ['radeon_icd.x86_64.json'] }))).toBe(false);
    expect(hasSoftwareVulkan('darwin', disk({ ...drivers, ...loader }))).toBe(false);
  });
});
