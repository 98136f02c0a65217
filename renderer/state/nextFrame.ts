/** Calls back before the next frame; in a hidden page, which has no frames, after a moment. */
export function nextFrame(work: () => void): void {
  if (document.hidden) setTimeout(work, 200);
  else requestAnimationFrame(() => work());
}
