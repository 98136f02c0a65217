/** Bytes per second over about the last three seconds. Call it with the bytes so far. */
export function createRate(clock: () => number, windowMs = 3000): (receivedBytes: number) => number {
  let seen: { readonly at: number; readonly bytes: number }[] = [];
  return (bytes) => {
    const at = clock();
    seen = [...seen.filter((one) => at - one.at <= windowMs), { at, bytes }];
    const first = seen[0];
    const elapsed = first ? at - first.at : 0;
    return first && elapsed > 0 ? Math.max(0, Math.round(((bytes - first.bytes) * 1000) / elapsed)) : 0;
  };
}
