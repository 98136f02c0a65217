import type { ComponentProps, ReactNode } from 'react';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const looks: Readonly<Record<Look, string>> = {
  primary: 'bg-ink text-paper hover:opacity-90 border-transparent',
  plain: 'bg-surface text-ink border-edge hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-surface text-danger border-danger hover:bg-danger-soft',
};

/** A button with words. */
export function Button({ look = 'plain', small = false, className = '', ...rest }: ComponentProps<'button'> & { readonly look?: Look; readonly small?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap disabled:opacity-50 ${small ? 'min-h-7 px-2 text-[0.8125rem]' : 'min-h-9 px-3 text-sm'} ${looks[look]} ${className}`}
    />
  );
}

/** A button that shows only an icon; its name is what screen readers say and what the pointer is told. */
export function IconButton({ name, children, className = '', ...rest }: Omit<ComponentProps<'button'>, 'aria-label' | 'title' | 'children' | 'name'> & { readonly name: string; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={name}
      title={name}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink disabled:opacity-50 ${className}`}
    >
      {children}
    </button>
  );
}
