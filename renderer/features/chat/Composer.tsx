import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useId, type KeyboardEvent } from 'react';
import { maxQuestionLength } from '../../../shared/contract/api.ts';
import { Button } from '../../components/Button.tsx';
import { call, useConnection } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';
import { composerId, setDraft, useDraft } from '../../state/ui.ts';
import { DialSlider } from '../dial/DialSlider.tsx';
import { submitQuestion } from './sendQuestion.ts';

/** Where questions are typed. Enter sends, Shift+Enter breaks the line, Escape stops the answer that is being written. */
export function Composer({ chatId, runningRun }: { readonly chatId: string | null; readonly runningRun: string | null }) {
  const text = useDraft(chatId);
  const isOpen = useConnection((state) => state.status === 'open');
  const hintId = useId();
  const problem = problemWith(text);
  const canSend = isOpen && text.trim() !== '' && problem === null && runningRun === null;

  const send = () => { if (canSend) void submitQuestion(chatId, text); };
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
      className="rounded-xl border border-edge bg-surface shadow-sm focus-within:border-ink"
    >
      <div className="flex items-end gap-2 p-2">
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
      <div className="border-t border-line px-3 py-1.5"><DialSlider runningRun={runningRun} /></div>
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
