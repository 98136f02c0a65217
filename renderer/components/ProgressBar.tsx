/** How far a long work is; its words say the same in text. */
export function ProgressBar({ name, share }: { readonly name: string; readonly share: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div role="progressbar" aria-label={name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} className="h-1.5 w-full overflow-hidden rounded-full border border-edge bg-sunken">
      <div className="h-full bg-local" style={{ width: `${percent}%` }} />
    </div>
  );
}
