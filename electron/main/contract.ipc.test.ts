import { createClient } from '../../shared/contract/createClient.ts';
import { contractSuite } from '../../shared/contract/contractSuite.ts';
import { silentLog } from '../node/log.ts';
import { testService } from '../node/runs/testing/testService.ts';
import { serveIpc } from './ipcPorts.ts';
import { fakeIpcMain, fakePage, type FakePage } from './testing/fakeIpc.ts';

contractSuite('Electron IPC', async (local) => {
  const { service } = await testService({ local });
  const ipcMain = fakeIpcMain();
  serveIpc(ipcMain, Promise.resolve(service), silentLog);
  const pages: FakePage[] = [];
  const connect = () => {
    const page = fakePage(ipcMain);
    pages.push(page);
    return createClient(page.begin());
  };
  return {
    client: connect(), connect: () => Promise.resolve(connect()),
    cut: () => { for (const page of pages) page.destroy(); },
    close: () => service.close(),
  };
});
