import { useEffect, useEffectEvent, useState, type ClipboardEvent } from 'react';

/** Takes files dropped anywhere on the page; true while some are being dragged over it. */
export function useFileDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    const onDrag = (event: DragEvent) => {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      setOver(!isDialogOpen());
    };
    const onLeave = (event: DragEvent) => { if (event.relatedTarget === null) setOver(false); };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!bringsFiles(event)) return;
      // Otherwise the browser would leave the page and show the file.
      event.preventDefault();
      if (!isDialogOpen()) take([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onDrag);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDrag);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, []);
  return isOver;
}

/** The files of a paste. A picture beside a text is that text once more, as office programs copy it: the text is meant. */
export function pastedFiles(event: ClipboardEvent): readonly File[] {
  const files = [...event.clipboardData.files];
  const hasText = event.clipboardData.getData('text/plain') !== '';
  return hasText && files.every((file) => file.type.startsWith('image/')) ? [] : files;
}

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
