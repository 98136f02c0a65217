import { Button } from '../../components/Button.tsx';
import { bytes } from '../../components/format.ts';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { act } from '../../state/toasts.ts';
import { openSettings } from '../../state/ui.ts';
import { progressWords } from './modelWords.ts';

/** Above the composer: the local model on its way, or why it is not there. Questions may be asked meanwhile. */
export function ModelProgress() {
  const local = useTandem((state) => state.app?.local);
  const models = useTandem((state) => state.models);
  if (!local || local.state === 'ready') return null;
  const model = models.find((one) => one.id === local.model);
  const name = model?.name ?? local.model;
  if (local.state === 'loading') return <Box>Opening {name} …</Box>;
  if (local.state === 'failed') {
    return <Box tone="problem" action={<Button small onClick={() => openSettings('local')}>Choose a model</Button>}>{local.error.message}</Box>;
  }
  if (model?.state.state === 'downloading') {
    const { receivedBytes, totalBytes } = model.state;
    return (
      <Box action={<Button small onClick={() => act(call('models.stop', { id: model.id }))}>Stop download</Button>}>
        Getting {name}, once: {progressWords(model.state)}. You can ask already; the question waits.
        <span className="mt-1 block"><ProgressBar name={`Download of ${name}`} share={totalBytes > 0 ? receivedBytes / totalBytes : 0} /></span>
      </Box>
    );
  }
  if (model?.state.state === 'checking') return <Box>Checking {name} …</Box>;
  const get = model ? <Button small onClick={() => act(call('models.get', { id: model.id }))}>Download ({bytes(model.sizeBytes)})</Button> : <Button small onClick={() => openSettings('local')}>Choose a model</Button>;
  const why = model?.state.state === 'failed' ? model.state.error.message : `${name} is not on this device yet.`;
  return <Box tone={model?.state.state === 'failed' ? 'problem' : 'news'} action={get}>{why}</Box>;
}

function Box({ children, action, tone = 'news' }: { readonly children: React.ReactNode; readonly action?: React.ReactNode; readonly tone?: 'news' | 'problem' }) {
  return (
    <div role="status" className={`mb-2 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border px-3 py-2 text-[0.8125rem] ${tone === 'problem' ? 'border-danger bg-danger-soft text-danger' : 'border-line bg-local-soft'}`}>
      <div className="min-w-52 flex-1">{children}</div>
      {action}
    </div>
  );
}
