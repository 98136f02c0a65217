import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run, runNode, say } from './commands.mjs';

/** What the tests need of the system, and how its presence shows. */
const wanted = [
  { packages: ['chromium'], why: 'the end-to-end tests', isHere: () => findOnDisk(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) !== undefined },
  { packages: ['libvulkan1', 'mesa-vulkan-drivers'], why: 'the test of the Vulkan path', isHere: hasSoftwareVulkan },
];

/** Debian's packages, where we may install them. Elsewhere only what is said. */
export async function ensureSystemPackages() {
  if (process.platform !== 'linux') return;
  const missing = wanted.filter((one) => !one.isHere());
  if (missing.length === 0) return;
  const names = missing.flatMap((one) => one.packages);
  if (process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get')) {
    const others = missing.filter((one) => !one.packages.includes('chromium'));
    for (const one of others) say(`For ${one.why} please install ${one.packages.join(' and ')} (that needs the root user).`);
    return;
  }
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

function hasSoftwareVulkan() {
  const drivers = '/usr/share/vulkan/icd.d';
  const loader = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1', '/usr/lib64/libvulkan.so.1', '/usr/lib/libvulkan.so.1'];
  return findOnDisk(loader) !== undefined && fs.existsSync(drivers) && fs.readdirSync(drivers).some((name) => name.startsWith('lvp_icd'));
}

/** @param {readonly string[]} files */
function findOnDisk(files) {
  return files.find((file) => fs.existsSync(file));
}
