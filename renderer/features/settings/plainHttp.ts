/** The host that would get text unencrypted, or null: https, this very machine, or not yet an address. */
export function needsPlainHttp(address: string): string | null {
  if (!URL.canParse(address.trim())) return null;
  const { protocol, hostname, host } = new URL(address.trim());
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return protocol === 'http:' && host !== '' && !isHere ? host : null;
}
