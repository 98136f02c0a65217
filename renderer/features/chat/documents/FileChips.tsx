import { FileText, X } from 'lucide-react';
import { bytes } from '../../../components/format.ts';

/** Files by name and size; with `onRemove` each can be taken away. */
export function FileChips<File extends { readonly name: string; readonly sizeBytes: number }>({ label, files, onRemove, className = '' }: {
  readonly label: string; readonly files: readonly File[]; readonly onRemove?: (file: File) => void; readonly className?: string;
}) {
  if (files.length === 0) return null;
  return (
    <ul aria-label={label} className={`flex flex-wrap gap-1.5 ${className}`}>
      {files.map((file, index) => (
        // Two files may have one name; they differ in what they hold.
        <li key={`${index} ${file.name}`} title={file.name} className="inline-flex max-w-full items-center gap-1.5 rounded-md border border-line bg-sunken py-0.5 pr-1 pl-2 text-[0.8125rem]">
          <FileText aria-hidden size={13} className="shrink-0 text-muted" />
          <span className="max-w-[16rem] min-w-0 truncate">{file.name}</span>
          <span className="shrink-0 pr-1 text-xs text-muted">{bytes(file.sizeBytes)}</span>
          {onRemove ? (
            <button type="button" aria-label={`Remove ${file.name}`} onClick={() => onRemove(file)} className="-ml-1 inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-line hover:text-ink">
              <X aria-hidden size={13} />
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
