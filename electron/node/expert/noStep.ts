import { TandemError } from '../../../shared/errors.ts';

/** As an error's cause: the expert did answer, and its answer is no step. Asked again it says the same, other than after an outage. */
export const noStep = new Error('the answer is no step');

export function isNoStep(error: unknown): error is TandemError {
  return error instanceof TandemError && error.cause === noStep;
}
