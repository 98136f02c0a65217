import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What tests leave in the machine's temporary folder goes when they have ended: one folder holds it all. */
export default function temporaryFolder(): () => void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-tests-'));
  // Workers are started with this environment; each system has its own name for it.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
