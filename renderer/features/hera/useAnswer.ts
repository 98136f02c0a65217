import { useEffect, useState } from 'react';
import type { Input, MethodName, Output } from '../../../shared/contract/api.ts';
import { isAbort, toErrorInfo } from '../../../shared/errors.ts';
import { useConnection } from '../../state/connection.ts';

interface Answered<M extends MethodName> { readonly of: string; readonly value: Output<M> | null; readonly problem: string | null }

/**
 * Asks the service something and keeps its answer until the question, the connection or `round` changes.
 * @returns null while it is being asked; `problem` says why there is none
 */
export function useAnswer<M extends MethodName>(method: M, input: Input<M>, round: unknown = 0): { readonly value: Output<M> | null; readonly problem: string | null } {
  const client = useConnection((state) => state.client);
  const of = JSON.stringify([method, input, round]);
  const [answered, setAnswered] = useState<Answered<M> | null>(null);
  useEffect(() => {
    if (client === null) return undefined;
    let isWanted = true;
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what was written above is read again
    const [, given] = JSON.parse(of) as readonly [M, Input<M>];
    client.call(method, given).then(
      (value) => { if (isWanted) setAnswered({ of, value, problem: null }); },
      (error: unknown) => { if (isWanted && !isAbort(error)) setAnswered({ of, value: null, problem: toErrorInfo(error).message }); },
    );
    return () => { isWanted = false; };
  }, [client, method, of]);
  return answered?.of === of ? answered : { value: null, problem: null };
}
