import type { ModelStore } from './modelStore.ts';

/** Tells each time that a model has come that was not here before. @returns stops it */
export function whenReady(models: Pick<ModelStore, 'list' | 'onChange'>, id: string, tell: () => void): () => void {
  const isHere = () => models.list().some((model) => model.id === id && model.state.state === 'ready');
  let wasHere = isHere();
  return models.onChange(() => {
    const here = isHere();
    const hasCome = here && !wasHere;
    wasHere = here;
    if (hasCome) tell();
  });
}
