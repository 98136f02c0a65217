/** An Electron that ends with an error this early never showed a window. */
const tooEarlyMs = 5000;

/**
 * @typedef {object} Means what opening the app is done with; tests pass their own
 * @property {() => Promise<{ electron: string } | { why: string }>} findElectron
 * @property {(electron: string, args: readonly string[]) => Promise<number>} runElectron
 * @property {(args: readonly string[]) => Promise<number>} serve the same app as a page
 * @property {(line: string) => void} say
 * @property {() => boolean} wasStopped
 * @property {() => number} now
 */

/**
 * Opens the window, or serves the page where there can be none or where that is asked for. Gives back the exit code.
 * @param {readonly string[]} given the command's arguments
 * @param {Means} means
 */
export async function openApp(given, { findElectron, runElectron, serve, say, wasStopped, now }) {
  const args = given.filter((arg) => arg !== '--web');
  if (given.includes('--web')) return serve(args);
  const found = await findElectron();
  if ('why' in found) {
    say(`No window here, because ${found.why}: serving the same app as a page instead.`);
    return serve(args);
  }
  const startedAt = now();
  const code = await runElectron(found.electron, args);
  if (code === 0 || wasStopped() || now() - startedAt > tooEarlyMs) return code;
  say('Electron ended at once (see above): serving the same app as a page instead.');
  return serve(args);
}
