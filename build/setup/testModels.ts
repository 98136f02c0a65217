// Brings the models that the tests run on real weights to where the app itself keeps them.
import { SingleBar } from 'cli-progress';
import { createModelStore } from '../../electron/node/models/modelStore.ts';
import { tandemPaths } from '../../electron/node/paths.ts';
import { toErrorInfo } from '../../shared/errors.ts';

const wanted = ['smollm2-135m-instruct-q4_1', 'qwen2.5-coder-0.5b-instruct-q4_k_m', 'qwen2.5-coder-1.5b-instruct-q4_k_m', 'all-minilm-l6-v2-f16'];
const note = (words: string): void => { process.stderr.write(`${words}\n`); };
const store = createModelStore({ folder: tandemPaths().models, note });

try {
  for (const model of store.list()) {
    if (!wanted.includes(model.id)) continue;
    if (model.state.state !== 'ready') note(`Fetching ${model.name} for the tests …`);
    const bar = new SingleBar({ format: '  {bar} {percentage} % of {size}', clearOnComplete: true, hideCursor: true });
    let isShown = false;
    await store.get(model.id, (state) => {
      if (state.state !== 'downloading') return;
      if (!isShown) bar.start(state.totalBytes, state.receivedBytes, { size: `${(state.totalBytes / 1e6).toFixed(0)} MB` });
      isShown = true;
      bar.update(state.receivedBytes);
    });
    bar.stop();
  }
} catch (error) {
  note(toErrorInfo(error).message);
  process.exitCode = 1;
}
