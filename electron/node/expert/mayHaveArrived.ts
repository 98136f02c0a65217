/** No answer came through a gateway in time; the server behind it may have worked all the same. */
export const timeoutStatuses: readonly number[] = [408, 504, 524];

/** Failures of the way there: resolving the name, connecting, agreeing on TLS, a proxy that opens no tunnel. */
const onTheWay = /cert|unable_to_verify|wrong.version.number|handshake|und_err_connect_timeout|before secure tls connection|proxy response/i;

/** Whether a request whose sending failed may have been read by its server. Where nothing says that it cannot, it may. */
export function mayHaveArrived(failure: unknown): boolean {
  for (let error = failure, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    // One for each address that was tried.
    if (error instanceof AggregateError) return error.errors.some(mayHaveArrived);
    if ('syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')) return false;
    if (onTheWay.test(`${'code' in error ? String(error.code) : ''} ${error.message}`)) return false;
  }
  return true;
}
