import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run, runNode, say } from './commands.mjs';

/** What the tests need of the system, and how its presence shows. */
const wanted = [
  { packages: ['chromium'], why: 'the end-to-end tests', isHere: () => findOnDisk(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) !== undefined },
  { packages: ['libvulkan1', 'mesa-vulkan-drivers'], why: 'the test of the Vulkan path', isHere: async () => (await detector()).hasSoftwareVulkan() },
];

/** Loaded late: it is TypeScript, which needs the project's own Node. */
function detector() {
  return import('../../electron/node/engine/testing/softwareVulkan.ts');
}

/**
 * The name of the one test on real weights that may be left out, or null where none may: where the software renderer
 * is here or can be installed.
 * @param {{ isHere: boolean, canInstall: boolean, mark: string }} machine @returns {string | null}
 */
export function excusedTest({ isHere, canInstall, mark }) {
  return isHere || canInstall ? null : mark;
}

/**
 * Debian's packages, where we may install them. Elsewhere only what is said.
 * @returns {Promise<string | null>} what stands in the name of a test that may be skipped here
 */
export async function ensureSystemPackages() {
  const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get');
  const { hasSoftwareVulkan, softwareVulkanMark } = await detector();
  const excused = excusedTest({ isHere: hasSoftwareVulkan(), canInstall, mark: softwareVulkanMark });
  if (excused !== null) say(`One test of the Vulkan path is left out here: it needs Mesa's software renderer${process.platform === 'linux' ? ' (libvulkan1 and mesa-vulkan-drivers, installed by the root user)' : ', which is used on Linux only'}.`);
  if (canInstall) await installMissing();
  return excused;
}

async function installMissing() {
  const missing = [];
  for (const one of wanted) if (!(await one.isHere())) missing.push(one);
  if (missing.length === 0) return;
  const names = missing.flatMap((one) => one.packages);
  say(`Installing ${names.join(', ')} for ${missing.map((one) => one.why).join(' and ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  const code = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env });
  if (code !== 0) say(`apt-get could not install ${names.join(', ')}; going on.`);
}

/** The path of a Chromium, fetched with Playwright if the system has none. */
export async function ensureChromium() {
  const named = process.env['TANDEM_CHROMIUM'];
  if (named) return named;
  const installed = process.platform === 'linux' ? findOnDisk(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) : undefined;
  if (installed) return installed;
  const own = await playwrightsChromium();
  if (fs.existsSync(own)) return own;
  say("Fetching Playwright's Chromium for the end-to-end tests …");
  await runNode('node_modules/@playwright/test/cli.js', ['install', 'chromium']);
  if (fs.existsSync(own)) return own;
  throw new Error('There is no Chromium for the end-to-end tests, and it could not be fetched. Install Chromium, or name one with TANDEM_CHROMIUM.');
}

/** @returns {Promise<string>} */
async function playwrightsChromium() {
  const { chromium } = await import(pathToFileURL(path.join(root, 'node_modules', 'playwright', 'index.mjs')).href);
  return chromium.executablePath();
}

/** @param {readonly string[]} files */
function findOnDisk(files) {
  return files.find((file) => fs.existsSync(file));
}
