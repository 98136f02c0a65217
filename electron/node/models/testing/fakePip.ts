import fs from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';

/** A `pip3` for tests: a real program on the PATH that "downloads" wheels from a folder and writes down what it was asked. */
export interface FakePip {
  /** To be used as the environment of the store. */
  readonly env: NodeJS.ProcessEnv;
  /** Arguments of each download, in order. */
  calls(): Promise<readonly (readonly string[])[]>;
  offer(name: string, version: string, member: string, content: Buffer): Promise<void>;
  /** Every download fails with this text on the error stream; null: they work again. */
  failWith(text: string | null): Promise<void>;
}

export async function makeFakePip(folder: string): Promise<FakePip> {
  const wheels = path.join(folder, 'wheels');
  const log = path.join(folder, 'calls.txt');
  const failure = path.join(folder, 'failure.txt');
  await fs.mkdir(wheels, { recursive: true });
  const program = `#!${process.execPath}
const fs = require('node:fs'), path = require('node:path');
const args = process.argv.slice(2);
if (args[0] === '--version') { console.log('pip 99 (a stand-in)'); process.exit(0); }
fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify(args) + '\\n');
if (fs.existsSync(${JSON.stringify(failure)})) { console.error(fs.readFileSync(${JSON.stringify(failure)}, 'utf8')); process.exit(1); }
const wheel = args.at(-1).replace('==', '-') + '.whl';
const from = path.join(${JSON.stringify(wheels)}, wheel);
if (!fs.existsSync(from)) { console.error('ERROR: No matching distribution found for ' + args.at(-1)); process.exit(1); }
fs.copyFileSync(from, path.join(args[args.indexOf('--dest') + 1], wheel));
`;
  await fs.writeFile(path.join(folder, 'pip3'), program, { mode: 0o755 });
  return {
    env: { PATH: folder },
    calls: async () => (await fs.readFile(log, 'utf8').catch(() => '')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as string[]),
    offer: (name, version, member, content) => fs.writeFile(path.join(wheels, `${name}-${version}.whl`), makeZip(member, content)),
    failWith: (text) => (text === null ? fs.rm(failure, { force: true }) : fs.writeFile(failure, text)),
  };
}

/** A zip with one stored file, as small as the format allows. */
function makeZip(member: string, content: Buffer): Buffer {
  const name = Buffer.from(member);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(content.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, content]);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, Buffer.alloc(14), name]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}
