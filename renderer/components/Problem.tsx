/** Why something that was just tried did not happen. */
export function Problem({ words }: { readonly words: string | null }) {
  return words === null ? null : <p role="alert" className="mt-2 text-[0.8125rem] wrap-anywhere text-danger">{words}</p>;
}
