import fs from 'node:fs';

/** Stands in the name of the test that needs it, so that `npm test` knows that one skip. */
export const softwareVulkanMark = 'needs a software renderer';

const driverFolders = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d'];
const libraryFolders = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib', '/usr/local/lib'];

/**
 * Whether Vulkan can run on the CPU here: its loader and Mesa's lavapipe, whose file is named for the processor on some
 * systems (`lvp_icd.aarch64.json`) and not on others.
 */
export function hasSoftwareVulkan(platform: NodeJS.Platform = process.platform, namesIn: (folder: string) => readonly string[] = readFolder): boolean {
  if (platform !== 'linux') return false;
  const hasLoader = libraryFolders.some((folder) => namesIn(folder).includes('libvulkan.so.1'));
  return hasLoader && driverFolders.some((folder) => namesIn(folder).some((name) => /^lvp_icd.*\.json$/.test(name)));
}

function readFolder(folder: string): readonly string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}
