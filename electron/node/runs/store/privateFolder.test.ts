import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { tandemPaths } from '../../paths.ts';
import { temporaryHome } from '../testing/testService.ts';
import { openStore } from './openStore.ts';
import { privateFolder } from './privateFolder.ts';

const modeOf = (folder: string) => fs.statSync(folder).mode & 0o7777;

it.skipIf(process.platform === 'win32')('closes the data folder to others when the chats are opened, whoever made it before', () => {
  const home = path.join(temporaryHome(), 'Tandem');
  fs.mkdirSync(path.join(home, 'models'), { recursive: true });
  fs.chmodSync(home, 0o755);
  openStore(tandemPaths({ TANDEM_HOME: home }), () => 0).close();
  expect(modeOf(home)).toBe(0o700);
});

it.skipIf(process.platform === 'win32')('makes a folder that is not there for its owner alone, and leaves one that all share alone', () => {
  const made = path.join(temporaryHome(), 'a', 'b');
  privateFolder(made);
  expect(modeOf(made)).toBe(0o700);
  fs.chmodSync(made, 0o1777);
  privateFolder(made);
  expect(modeOf(made)).toBe(0o1777);
});
