import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '../../../components/Button.tsx';

/** Opens the system's own dialog to choose files. */
export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton name="Attach text files" onClick={() => input.current?.click()} className="mb-0.5"><Paperclip aria-hidden size={17} /></IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Text files"
        accept=".txt,.text,.md,.markdown,.json,.csv,.tsv,.log,text/*"
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file chosen again is a change again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
