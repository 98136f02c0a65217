import { create } from 'zustand';
import type { Message } from '../../../../shared/contract/entities.ts';
import { TandemError } from '../../../../shared/errors.ts';
import { call } from '../../../state/connection.ts';
import { tellError } from '../../../state/toasts.ts';
import { maxBytes, readDocument, tooLong, withFile, type AttachedFile } from './readDocument.ts';

interface Attachments {
  /** Files that wait in a chat's composer, next to its draft. */
  readonly waiting: Readonly<Record<string, readonly AttachedFile[]>>;
  /** Files that are being read at this moment. */
  readonly reading: number;
}

export const useAttachments = create<Attachments>(() => ({ waiting: {}, reading: 0 }));

const none: readonly AttachedFile[] = [];
const keyOf = (chatId: string | null) => chatId ?? 'new';

export function useWaitingFiles(chatId: string | null): readonly AttachedFile[] {
  return useAttachments((state) => state.waiting[keyOf(chatId)] ?? none);
}
export function waitingFiles(chatId: string | null): readonly AttachedFile[] {
  return useAttachments.getState().waiting[keyOf(chatId)] ?? none;
}
export function setWaitingFiles(chatId: string | null, files: readonly AttachedFile[]): void {
  useAttachments.setState(({ waiting }) => ({ waiting: { ...waiting, [keyOf(chatId)]: files } }));
}

/** The files that went with a question, as the service keeps them with the answer. */
export async function sentFiles({ runId, files }: Pick<Message, 'runId' | 'files'>): Promise<readonly AttachedFile[]> {
  if (runId === null || !files || files.length === 0) return none;
  return (await call('runs.files', { runId })).map((file) => ({ ...file, isSplit: true }));
}

/** Reads files and adds them to the composer's; says which were refused, and why. */
export async function attach(chatId: string | null, files: readonly File[]): Promise<void> {
  useAttachments.setState(({ reading }) => ({ reading: reading + files.length }));
  for (const file of files) {
    try {
      const read = await readFile(file);
      setWaitingFiles(chatId, withFile(waitingFiles(chatId), read));
    } catch (error) {
      tellError(error);
    } finally {
      useAttachments.setState(({ reading }) => ({ reading: reading - 1 }));
    }
  }
}

async function readFile(file: File): Promise<AttachedFile> {
  if (file.size > maxBytes) throw tooLong(file.name, file.size);
  let content: ArrayBuffer;
  try {
    content = await file.arrayBuffer();
  } catch (cause) {
    throw new TandemError('notPermitted', `${file.name} could not be read, so it was not attached. A folder cannot be attached; a file must still be where it was and may not be locked.`, { cause });
  }
  return readDocument(file.name, new Uint8Array(content));
}
