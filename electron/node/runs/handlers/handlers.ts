import type { MethodName, Output, ParsedInput } from '../../../../shared/contract/api.ts';

/** Answers of the contract's methods; each file here has those of one part. */
export type Handlers<M extends MethodName = MethodName> = { readonly [K in M]: (input: ParsedInput<K>) => Promise<Output<K>> | Output<K> };

/** The methods of one part: those that begin with its name. */
export type MethodsOf<Part extends string> = Extract<MethodName, `${Part}.${string}`>;
