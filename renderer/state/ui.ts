import { create } from 'zustand';
import type { PolicyId } from '../../shared/switching/policy.ts';

export type SettingsSection = 'local' | 'expert' | 'policy' | 'appearance';

/** What this view alone knows: which chat is open, which dialog, what is typed but not sent. */
export interface Ui {
  /** Null: a new chat that exists only once its first question is sent. */
  readonly chatId: string | null;
  readonly isChatListOpen: boolean;
  readonly settings: SettingsSection | null;
  readonly isLedgerOpen: boolean;
  readonly isExamOpen: boolean;
  /** HERA's profiled requests. */
  readonly isTreesOpen: boolean;
  /** A question that waits for the user's agreement to send steps to the expert. */
  readonly asking: { readonly chatId: string | null; readonly question: string } | null;
  readonly isAgreementOpen: boolean;
  /** A question is on its way to the service. */
  readonly isSending: boolean;
  readonly drafts: Readonly<Record<string, string>>;
  /** Policies chosen for a chat's next question alone; without one, the settings' counts. */
  readonly questionPolicies: Readonly<Record<string, PolicyId | null>>;
  readonly isOfferHidden: boolean;
}

export const useUi = create<Ui>(() => ({
  chatId: null, isChatListOpen: false, settings: null, isLedgerOpen: false, isExamOpen: false, isTreesOpen: false, asking: null, isAgreementOpen: false, isSending: false, drafts: {}, questionPolicies: {}, isOfferHidden: false,
}));

const draftKey = (chatId: string | null) => chatId ?? 'new';

export function openChat(chatId: string | null): void {
  useUi.setState({ chatId, isChatListOpen: false });
}
export function openSettings(section: SettingsSection): void {
  useUi.setState({ settings: section });
}
export function openExam(): void {
  useUi.setState({ isExamOpen: true });
}
export function setDraft(chatId: string | null, text: string): void {
  useUi.setState(({ drafts }) => ({ drafts: { ...drafts, [draftKey(chatId)]: text } }));
}
export function draftOf(chatId: string | null): string {
  return useUi.getState().drafts[draftKey(chatId)] ?? '';
}
export function useDraft(chatId: string | null): string {
  return useUi((state) => state.drafts[draftKey(chatId)] ?? '');
}
export function setQuestionPolicy(chatId: string | null, policy: PolicyId | null): void {
  useUi.setState(({ questionPolicies }) => ({ questionPolicies: { ...questionPolicies, [draftKey(chatId)]: policy } }));
}
export function questionPolicy(chatId: string | null): PolicyId | null {
  return useUi.getState().questionPolicies[draftKey(chatId)] ?? null;
}
export function useQuestionPolicy(chatId: string | null): PolicyId | null {
  return useUi((state) => state.questionPolicies[draftKey(chatId)] ?? null);
}
/** The composer is found by its id: focus goes there after a chat is opened and after a dialog is closed. */
export const composerId = 'composer';
export function focusComposer(): void {
  document.getElementById(composerId)?.focus();
}
