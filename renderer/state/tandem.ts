import { create } from 'zustand';
import type { AppInfo, Chat, ModelInfo, Settings } from '../../shared/contract/entities.ts';
import type { DialInfo } from '../../shared/contract/dial.ts';
import type { ExamState, GateInfo } from '../../shared/contract/gate.ts';
import type { LearningInfo } from '../../shared/contract/learning.ts';
import { isDisconnected, tellError } from './toasts.ts';
import { withEveryClient } from './connection.ts';

/** The service's own state as its topics tell it; null until the first word. */
export interface TandemState {
  readonly chats: readonly Chat[] | null;
  readonly models: readonly ModelInfo[];
  readonly settings: Settings | null;
  readonly app: AppInfo | null;
  /** What is known about the chosen local model's gate. */
  readonly gate: GateInfo | null;
  /** What the dial's mode comes to for the next question. */
  readonly dial: DialInfo | null;
  readonly exam: ExamState | null;
  /** How the gate goes on learning from marked steps. */
  readonly learning: LearningInfo | null;
}

export const useTandem = create<TandemState>(() => ({ chats: null, models: [], settings: null, app: null, gate: null, dial: null, exam: null, learning: null }));

/** Follows the whole-state topics over every connection. */
export function followTopics(): () => void {
  return withEveryClient((client) => {
    const fail = (error: unknown) => {
      if (!isDisconnected(error)) tellError(error);
    };
    const stops = [
      client.subscribe('chats', {}, (chats) => useTandem.setState({ chats }), fail),
      client.subscribe('models', {}, (models) => useTandem.setState({ models }), fail),
      client.subscribe('settings', {}, (settings) => useTandem.setState({ settings }), fail),
      client.subscribe('app', {}, (app) => useTandem.setState({ app }), fail),
      client.subscribe('gate', {}, (gate) => useTandem.setState({ gate }), fail),
      client.subscribe('dial', {}, (dial) => useTandem.setState({ dial }), fail),
      client.subscribe('exam', {}, (exam) => useTandem.setState({ exam }), fail),
      client.subscribe('learning', {}, (learning) => useTandem.setState({ learning }), fail),
    ];
    return () => { for (const stop of stops) stop(); };
  });
}
