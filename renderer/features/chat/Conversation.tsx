import { useLayoutEffect, useRef } from 'react';
import { Virtualizer } from 'virtua';
import type { Message } from '../../../shared/contract/entities.ts';
import { Answer } from './Answer.tsx';
import { EmptyChat } from './EmptyChat.tsx';
import { Question } from './Question.tsx';

const nearEnd = 80;

/**
 * A chat's questions and answers. It opens at its end and stays there while an answer grows, unless the reader has
 * scrolled up; what the reader unfolds afterwards moves nothing.
 */
export function Conversation({ messages, isRunning }: { readonly messages: readonly Message[]; readonly isRunning: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const lastAnswer = messages.findLast((message) => message.role === 'assistant')?.id;
  const count = messages.length;

  useLayoutEffect(() => {
    follows.current = true;
    const toEnd = () => {
      const element = scroller.current;
      if (element && follows.current) element.scrollTop = element.scrollHeight;
    };
    toEnd();
    const observer = new ResizeObserver(toEnd);
    if (content.current) observer.observe(content.current);
    return () => observer.disconnect();
  }, [count]);

  const letGo = () => { if (!isRunning) follows.current = false; };

  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="region"
      aria-label="Conversation"
      onPointerDown={letGo}
      onKeyDown={letGo}
      onWheel={letGo}
      onScroll={({ currentTarget }) => { if (isRunning) follows.current = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < nearEnd; }}
      className="scroll-thin flex min-h-0 grow flex-col overflow-y-auto px-3 outline-offset-[-2px] sm:px-6"
    >
      {count === 0 ? <EmptyChat /> : (
        <div ref={content} className="mx-auto w-full max-w-3xl pb-6 3xl:max-w-4xl">
          <Virtualizer data={messages} scrollRef={scroller} bufferSize={600}>
            {(message) => message.role === 'user' || message.runId === null
              ? <Question key={message.id} message={message} />
              : <Answer key={message.id} runId={message.runId} text={message.text} isLast={message.id === lastAnswer} />}
          </Virtualizer>
        </div>
      )}
    </div>
  );
}
