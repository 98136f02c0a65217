/** The app's sign: the square of this device and, riding along, the diamond of the expert. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg aria-hidden width={size} height={size} viewBox="0 0 32 32" className="shrink-0">
      <rect x="3" y="11" width="17" height="17" rx="4" className="fill-local" />
      <path d="M22 2.5 30 10.5 22 18.5 14 10.5Z" className="fill-expert stroke-paper" strokeWidth="2" />
    </svg>
  );
}
