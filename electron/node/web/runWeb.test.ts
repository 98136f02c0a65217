import { once } from 'node:events';
import fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient } from '../../../shared/contract/createClient.ts';
import { firstState } from '../../../shared/testing/follow.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { runWeb } from './runWeb.ts';
import type { WebServer } from './serveWeb.ts';
import { clientPort, contractSocket, signIn } from './testing/browser.ts';

const open: WebServer[] = [];
afterEach(async () => { for (const web of open.splice(0)) await web.close(); });

/** A home whose settings name a model that is not there, so that nothing is downloaded or loaded. */
function quietHome(): string {
  const home = temporaryHome();
  fs.writeFileSync(path.join(home, 'settings.json'), JSON.stringify({ localModel: path.join(home, 'nowhere.gguf') }));
  return home;
}
/** Where nobody listens any more. */
async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return `127.0.0.1:${String(port)}`;
}
async function start(home: string, port = 0, env: NodeJS.ProcessEnv = {}): Promise<WebServer> {
  const web = await runWeb({ port, env: { ...env, TANDEM_HOME: home } });
  open.push(web);
  return web;
}

describe('the page, with its real parts', () => {
  it('tells the state of this machine, and the key of the environment only by its end', async () => {
    const web = await start(quietHome(), 0, { ANTHROPIC_API_KEY: 'sk-ant-environment-key-9876' });
    const client = createClient(await clientPort(contractSocket(web.port, await signIn(web.url))));
    const app = await firstState(client, 'app', {}, ({ local }) => local.state === 'failed');
    expect(app).toMatchObject({ shell: 'web', local: { error: { kind: 'modelMissing' } }, expert: { state: 'none' }, key: { state: 'set', endsIn: '9876', kept: 'environment' } });
    expect((await firstState(client, 'models', {})).length).toBeGreaterThan(2);
    client.close();
  });

  it('says at the terminal which model source was passed over', async () => {
    const home = temporaryHome();
    const notes: string[] = [];
    const host = await freeAddress();
    const web = await runWeb({ port: 0, env: { TANDEM_HOME: home, PATH: home, HF_ENDPOINT: `http://${host}` }, note: (words) => notes.push(words) });
    open.push(web);
    await expect.poll(() => notes).toEqual([`${host} passed over: not reachable.`]);
  });

  it('with a TANDEM_GPU that means nothing does not start', async () => {
    await expect(runWeb({ port: 0, env: { TANDEM_HOME: temporaryHome(), TANDEM_GPU: 'off' } })).rejects.toMatchObject({ kind: 'badInput', message: expect.stringContaining('TANDEM_GPU') as unknown });
  });

  it('is refused on data that is open already, and free again afterwards', async () => {
    const home = quietHome();
    const first = await start(home);
    await expect(runWeb({ port: 0, env: { TANDEM_HOME: home } })).rejects.toMatchObject({ kind: 'storeBusy', message: expect.stringContaining('already open') as unknown });
    await first.close();
    open.splice(0);
    await start(home);
  });

  it('gives the data back when its port is taken', async () => {
    const { port } = await start(quietHome());
    const home = quietHome();
    await expect(runWeb({ port, env: { TANDEM_HOME: home } })).rejects.toMatchObject({ kind: 'portTaken' });
    await start(home);
  });
});
