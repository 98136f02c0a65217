import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const packageSchema = z.object({ name: z.string(), productName: z.string().optional(), version: z.string(), main: z.string() });

/** The app that was named on the command line, as its package.json describes it. */
export interface AppPackage { readonly folder: string; readonly name: string; readonly version: string; readonly main: string }

let loaded: AppPackage | undefined;

export function loadPackage(folder: string): AppPackage {
  const { name, productName, version, main } = packageSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')));
  loaded = { folder, name: productName ?? name, version, main: path.join(folder, main) };
  return loaded;
}

export function appPackage(): AppPackage {
  if (!loaded) throw new Error('stand-in: no app has been loaded');
  return loaded;
}
