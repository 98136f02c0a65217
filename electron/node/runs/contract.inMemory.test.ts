import { createClient } from '../../../shared/contract/createClient.ts';
import { contractSuite } from '../../../shared/contract/contractSuite.ts';
import { linkedPorts } from '../../../shared/contract/inMemory.ts';
import { serveContract } from '../../../shared/contract/serveContract.ts';
import type { ServicePort } from '../../../shared/contract/wire.ts';
import { testService } from './testing/testService.ts';

contractSuite('linked ports in memory', async (local) => {
  const { service } = await testService({ local });
  const ends: ServicePort[] = [];
  const connect = () => {
    const [clientEnd, serviceEnd] = linkedPorts();
    ends.push(serviceEnd);
    serveContract(service, serviceEnd, () => undefined);
    return createClient(clientEnd);
  };
  return {
    client: connect(), connect: () => Promise.resolve(connect()),
    cut: () => { for (const end of ends) end.close(); },
    close: () => service.close(),
  };
});
