import { linkedPorts } from '../../shared/contract/inMemory.ts';
import { serveContract } from '../../shared/contract/serveContract.ts';
import { mount } from '../mount.tsx';
import { scenarios } from './scenarios.ts';
import { createScriptedService } from './scriptedService.ts';

// The app of the product over a service in memory, for tests of looks. `?scenario=NAME` says what there is to be seen.
const name = new URLSearchParams(window.location.search).get('scenario') ?? 'worked';
const service = createScriptedService(scenarios[name] ?? {});
let cutLast: () => void = () => undefined;
Object.assign(window, { harness: { calls: service.calls, arrive: service.arrive, refuse: service.refuse, hold: service.hold, cut: () => cutLast() } });

mount(() => {
  const [client, server] = linkedPorts();
  serveContract(service, server, () => undefined);
  cutLast = () => server.close();
  return { port: client, opened: Promise.resolve() };
});
