import { useId, type ReactNode } from 'react';

/** One of several, each with a sentence; native radio buttons, so that keys and screen readers work as everywhere. */
export function Choices<T extends string>({ name, value, options, onChange }: {
  readonly name: string; readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly words?: string; readonly badge?: string }[];
  readonly onChange: (value: T) => void;
}) {
  const group = useId();
  return (
    <fieldset className="space-y-1">
      <legend className="sr-only">{name}</legend>
      {options.map((option) => (
        <label key={option.value} className={`flex items-start gap-2.5 rounded-lg border px-3 py-2 ${option.value === value ? 'border-ink bg-surface' : 'border-line hover:border-edge'}`}>
          <input type="radio" name={group} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} aria-describedby={option.words ? `${group}-${option.value}` : undefined} className="mt-1 size-4 shrink-0 accent-ink" aria-label={option.label} />
          <span className="min-w-0">
            <span className="text-sm font-medium">{option.label}</span>
            {option.badge ? <span className="ml-2 rounded border border-edge px-1.5 text-xs text-muted">{option.badge}</span> : null}
            {option.words ? <span id={`${group}-${option.value}`} className="block text-[0.8125rem] text-muted">{option.words}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
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
