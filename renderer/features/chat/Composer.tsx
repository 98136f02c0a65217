import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useId, type KeyboardEvent } from 'react';
import { maxQuestionLength } from '../../../shared/contract/api.ts';
import { Button } from '../../components/Button.tsx';
import { call, useConnection } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { act } from '../../state/toasts.ts';
import { composerId, focusComposer, setDraft, useDraft, useQuestionPolicy, useUi } from '../../state/ui.ts';
import { DialControl } from '../dial/DialControl.tsx';
import { DialModeMenu } from '../dial/DialModeMenu.tsx';
import { AttachButton } from './documents/AttachButton.tsx';
import { attach, setWaitingFiles, useAttachments, useWaitingFiles } from './documents/attachments.ts';
import { FileChips } from './documents/FileChips.tsx';
import { pastedFiles, useFileDrop } from './documents/fileDrop.ts';
import { PolicyMenu } from './PolicyMenu.tsx';
import { submitQuestion } from './sendQuestion.ts';

/** Where questions are typed and files are added. Enter sends, Shift+Enter breaks the line, Escape stops the answer that is being written. */
export function Composer({ chatId, runningRun }: { readonly chatId: string | null; readonly runningRun: string | null }) {
  const text = useDraft(chatId);
  const isOpen = useConnection((state) => state.status === 'open');
  const policy = useQuestionPolicy(chatId);
  // Only AdaSwitch takes another way than the slider; who chose one can always leave it.
  const hasModes = useTandem((state) => (policy ?? state.settings?.policy ?? 'adaswitch') === 'adaswitch' || state.settings?.dialMode.kind !== 'threshold');
  const files = useWaitingFiles(chatId);
  const isReading = useAttachments((state) => state.reading > 0);
  const isSending = useUi((state) => state.isSending);
  const hintId = useId();
  const problem = problemWith(text);
  const canSend = isOpen && text.trim() !== '' && problem === null && runningRun === null && !isReading && !isSending;

  const send = () => { if (canSend) void submitQuestion(chatId, text); };
  const add = (added: readonly File[]) => {
    if (added.length === 0) return;
    void attach(chatId, added);
    focusComposer();
  };
  const isOver = useFileDrop(add);
  useStopOnEscape(runningRun);

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className={`relative rounded-xl border bg-surface shadow-sm focus-within:border-ink ${isOver ? 'border-ink' : 'border-edge'}`}
    >
      {isOver ? <p className="absolute inset-0 z-10 grid place-items-center rounded-xl border-2 border-dashed border-ink bg-surface text-sm font-medium">Drop text files here</p> : null}
      <FileChips
        label="Attached files"
        files={files}
        onRemove={(file) => {
          setWaitingFiles(chatId, files.filter((other) => other !== file));
          focusComposer();
        }}
        className="px-3 pt-2.5"
      />
      <div className="flex items-end gap-1 p-2">
        <AttachButton onFiles={add} />
        <textarea
          id={composerId}
          aria-label="Your question"
          aria-describedby={hintId}
          aria-invalid={problem !== null}
          autoFocus
          rows={1}
          value={text}
          onChange={(event) => setDraft(chatId, event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = pastedFiles(event);
            if (pasted.length === 0) return;
            event.preventDefault();
            add(pasted);
          }}
          placeholder="Ask a question"
          className="scroll-thin field-sizing-content max-h-[38dvh] min-h-9 w-full grow resize-none rounded-md bg-transparent px-2 py-1.5 text-[0.9375rem] outline-none placeholder:text-muted"
        />
        {runningRun === null
          ? <Button type="submit" look="primary" disabled={!canSend}><ArrowUp aria-hidden size={16} />Send</Button>
          : <Button onClick={() => stopRun(runningRun)}><Square aria-hidden size={13} fill="currentColor" />Stop</Button>}
      </div>
      <p id={hintId} className={problem === null ? 'sr-only' : 'px-4 pb-1 text-[0.8125rem] text-danger'} role={problem === null ? undefined : 'alert'}>
        {problem ?? 'Enter sends, Shift and Enter together break the line, Escape stops an answer that is being written.'}
      </p>
      <div className="flex flex-wrap items-start justify-center gap-x-3 gap-y-1 border-t border-line px-3 py-1.5">
        <div className="min-w-60 grow basis-0"><DialControl runningRun={runningRun} policy={policy} /></div>
        <div className="flex max-w-full flex-wrap justify-center sm:flex-col sm:items-end">
          {hasModes ? <DialModeMenu runningRun={runningRun} /> : null}
          <PolicyMenu chatId={chatId} />
        </div>
      </div>
    </form>
  );
}

function stopRun(runId: string): void {
  act(call('runs.stop', { runId }));
}

function useStopOnEscape(runningRun: string | null): void {
  useEffect(() => {
    if (runningRun === null) return undefined;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open], [role="menu"]')) return;
      stopRun(runningRun);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [runningRun]);
}

function problemWith(text: string): string | null {
  if (text.length <= maxQuestionLength) return null;
  const number = new Intl.NumberFormat('en');
  return `This has ${number.format(text.length)} characters; at most ${number.format(maxQuestionLength)} can be read at once. Shorten it, then send it.`;
}
