import type { PictureNode, TreePicture } from '../../../shared/contract/hera.ts';
import { chanceWords, endWords, meetingWords, wayWords } from './treeWords.ts';
import { asSentence } from '../trace/words.ts';

/** What the chosen node says, and how it came to be; without one, the question. It stays in sight while a tall picture scrolls. */
export function TreeDetail({ tree, node }: { readonly tree: TreePicture; readonly node: PictureNode | null }) {
  return (
    <section aria-label="The chosen step" tabIndex={0} className="scroll-thin sticky -bottom-4 mt-2 max-h-[35dvh] min-h-[min(6.5rem,20dvh)] [@media(max-height:34rem)]:max-h-[24dvh] overflow-y-auto rounded-md border border-line bg-sunken px-3 py-2 text-sm outline-offset-[-2px]">
      {node === null ? <p className="wrap-anywhere"><span className="font-semibold">The question.</span> {tree.question}</p> : (
        <>
          <p className="text-xs text-muted">Step {node.path.length} · the way here: {wayWords(node.path)}</p>
          <p className={`my-1 border-l-[3px] pl-2.5 wrap-anywhere whitespace-pre-wrap ${node.by === 'local' ? 'border-local' : 'border-double border-expert'}`}>{node.text}</p>
          {[endWords(node) === null ? null : `The answer is ${endWords(node)}`, meetingWords(tree, node), chanceWords(node.propensity)].map((words) => (words === null ? null : <p key={words} className="text-xs text-muted">{asSentence(words)}</p>))}
        </>
      )}
    </section>
  );
}
