import { createClient } from '../../../shared/contract/createClient.ts';
import { contractSuite } from '../../../shared/contract/contractSuite.ts';
import { silentLog } from '../log.ts';
import { testService } from '../runs/testing/testService.ts';
import { serveWeb } from './serveWeb.ts';
import { clientPort, contractSocket, signIn } from './testing/browser.ts';

contractSuite('a WebSocket', async (local) => {
  const { service, home } = await testService({ local });
  const web = await serveWeb({ service, rendererDir: home, port: 0, log: silentLog });
  const signedIn = await signIn(web.url);
  const connect = async () => createClient(await clientPort(contractSocket(web.port, signedIn)));
  return {
    client: await connect(), connect,
    cut: () => { void web.close(); },
    close: async () => {
      await web.close();
      await service.close();
    },
  };
});
