import { ChevronRight } from 'lucide-react';
import { useId, type ReactNode } from 'react';

export interface Choice<T extends string> { readonly value: T; readonly label: string; readonly words?: string; readonly badge?: string }

/** One of several, each with a sentence; native radio buttons, so that keys and screen readers work as everywhere. */
export function Choices<T extends string>({ name, value, options, folded, onChange }: {
  readonly name: string; readonly value: T; readonly options: readonly Choice<T>[];
  /** Choices that few want to see: behind a line to open, unless one of them is chosen. */
  readonly folded?: { readonly label: string; readonly options: readonly Choice<T>[] };
  readonly onChange: (value: T) => void;
}) {
  const group = useId();
  const draw = (option: Choice<T>) => <Option key={option.value} group={group} option={option} isChosen={option.value === value} onChoose={() => onChange(option.value)} />;
  return (
    <fieldset className="space-y-1">
      <legend className="sr-only">{name}</legend>
      {options.map(draw)}
      {folded === undefined ? null : (
        <details className="group" open={folded.options.some((option) => option.value === value)}>
          <summary className="flex min-h-9 list-none items-center gap-1.5 rounded px-3 text-sm text-muted hover:text-ink">
            <ChevronRight aria-hidden size={14} className="transition-transform group-open:rotate-90" />
            {folded.label}
          </summary>
          <div className="space-y-1">{folded.options.map(draw)}</div>
        </details>
      )}
    </fieldset>
  );
}

function Option<T extends string>({ group, option: { value, label, words, badge }, isChosen, onChoose }: {
  readonly group: string; readonly option: Choice<T>; readonly isChosen: boolean; readonly onChoose: () => void;
}) {
  return (
    <label className={`flex items-start gap-2.5 rounded-lg border px-3 py-2 ${isChosen ? 'border-ink bg-surface' : 'border-line hover:border-edge'}`}>
      <input type="radio" name={group} value={value} checked={isChosen} onChange={onChoose} aria-describedby={words ? `${group}-${value}` : undefined} className="mt-1 size-4 shrink-0 accent-ink" aria-label={label} />
      <span className="min-w-0">
        <span className="text-sm font-medium">{label}</span>
        {badge ? <span className="ml-2 rounded border border-edge px-1.5 text-xs text-muted">{badge}</span> : null}
        {words ? <span id={`${group}-${value}`} className="block text-[0.8125rem] text-muted">{words}</span> : null}
      </span>
    </label>
  );
}

/** A labelled text field; `hint` says what belongs in it. */
export function Field({ label, hint, children }: { readonly label: string; readonly hint?: ReactNode; readonly children: (ids: { readonly id: string; readonly 'aria-describedby': string | undefined }) => ReactNode }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">{label}</label>
      <div className="mt-1">{children({ id, 'aria-describedby': hint ? `${id}-hint` : undefined })}</div>
      {hint ? <p id={`${id}-hint`} className="mt-1 text-[0.8125rem] text-muted">{hint}</p> : null}
    </div>
  );
}

export const fieldLook = 'min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 text-sm placeholder:text-muted';
