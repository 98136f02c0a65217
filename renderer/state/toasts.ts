import { create } from 'zustand';
import { isAbort, TandemError, toErrorInfo } from '../../shared/errors.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'error';
  readonly words: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let nextId = 1;

export function tell(words: string, action?: Toast['action']): void {
  add({ id: nextId++, tone: 'info', words, ...(action ? { action } : {}) });
}

/** Shows a failure's own sentence; a stop that the user asked for is none. */
export function tellError(error: unknown): void {
  if (isAbort(error)) return;
  add({ id: nextId++, tone: 'error', words: toErrorInfo(error).message });
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Lets a change run on its own and shows its failure. */
export function act(work: Promise<unknown>): void {
  work.catch(tellError);
}

export function isDisconnected(error: unknown): boolean {
  return error instanceof TandemError && error.kind === 'disconnected';
}

function add(toast: Toast): void {
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.filter((other) => other.words !== toast.words), toast].slice(-4) }));
}
