import { FileText } from 'lucide-react';
import { useId, useRef, useState, type DragEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { exampleTypes, readExamples, type ExamplesRead } from './readExamples.ts';

/** A file of the user's own questions and answers, chosen or dropped. (Beside the field, `useFileDrop` keeps the page from leaving for a dropped file.) */
export function ExamplesField({ file, onRead }: { readonly file: ExamplesRead | null; readonly onRead: (file: ExamplesRead) => void }) {
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const take = (chosen: File | undefined) => { if (chosen) void readExamples(chosen).then(onRead); };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`mt-2 rounded-lg border border-dashed px-3 py-3 ${isOver ? 'border-ink bg-local-soft' : 'border-edge bg-sunken'}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Button small aria-describedby={hintId} onClick={() => input.current?.click()}><FileText aria-hidden size={15} />Choose a file</Button>
        <span className="text-muted">or drop it here</span>
        <input ref={input} type="file" aria-label="File of examples" tabIndex={-1} accept={exampleTypes} className="hidden" onChange={(event) => { take(event.target.files?.[0]); event.target.value = ''; }} />
      </div>
      <p role="status" className={`text-sm wrap-anywhere ${file === null ? '' : 'mt-1.5'} ${file?.ok === false ? 'text-danger' : 'font-medium'}`}>{file?.words}</p>
      <p id={hintId} className="mt-1.5 text-[0.8125rem] text-muted">
        JSONL with <code className="font-mono">question</code> and <code className="font-mono">answer</code> on each line, or CSV with columns of these names; UTF-8, at most 20 MB. Answers are numbers, a few words (compared without case, articles and punctuation), or yes or no.
      </p>
      <p className="mt-1.5 text-[0.8125rem] text-muted">
        With answers alone, all steps of a right answer count as right. A wrong answer is finished again from its steps, about a dozen times, to find the first wrong one, so the exam takes longer; where the expert has to finish, each such try is paid. Steps that cannot be told are left out, and so is what led to a yes or no: that is right by luck every second time.
      </p>
    </div>
  );
}
