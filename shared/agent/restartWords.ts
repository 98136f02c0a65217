/** How a model's process came to its end, and what it ran on then. */
export interface Death {
  readonly name: string;
  /** `hung`: it did not stop computing when it was asked to, so it was ended from outside. */
  readonly how: 'died' | 'hung';
  readonly usedGpu: boolean;
}

/** The failure of the step at hand, told while the model is being started again. */
export function lostStep(death: Death): string {
  return `${what(death)}. The step at hand is lost, everything accepted before is kept; the model is started again${where(death)}.`;
}

/** The same, once it runs again. */
export function startedAgain(death: Death): string {
  return `${what(death)}, and it was started again${where(death)}. The step at hand was lost, everything accepted before is kept.`;
}

/** Loading succeeded, but only without the GPU. */
export function loadedWithoutGpu(name: string): string {
  return `The process of ${name} ended unexpectedly while the model was loaded with a GPU allowed. It was started again on the CPU and runs there now, so answers may be slower.`;
}

/** Loading failed for good. */
export function notLoaded(name: string, triedGpu: boolean): string {
  return `The process of ${name} ended unexpectedly while the model was loaded${triedGpu ? ', with a GPU allowed and again on the CPU alone' : ''}. Nothing accepted is lost; close other programs in case memory is short, or choose another model.`;
}

function what({ name, how, usedGpu }: Death): string {
  const meanwhile = usedGpu ? ' while it used the GPU' : '';
  return how === 'died' ? `The process of ${name} ended unexpectedly${meanwhile}` : `${name} did not stop computing${meanwhile} when it was asked to, so its process was ended`;
}

function where({ usedGpu }: Death): string {
  return usedGpu ? ' on the CPU, so answers may be slower' : '';
}
