import { useTandem } from '../../state/tandem.ts';

/** Shown in place of an answer that has not begun. */
export function WaitingForModel() {
  const local = useTandem((state) => state.app?.local);
  const words = local?.state === 'missing' ? 'Waiting for the model of this device. The answer begins by itself once it is here.'
    : local?.state === 'loading' ? 'The model of this device is being opened …'
    : 'Reading the question …';
  return <p className="text-sm text-muted motion-safe:animate-pulse">{words}</p>;
}
