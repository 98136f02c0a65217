import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Field, fieldLook } from '../../components/Choice.tsx';
import { counted } from '../../components/format.ts';
import { useUi } from '../../state/ui.ts';
import { Problem } from '../../components/Problem.tsx';
import { TreeAsList } from './TreeAsList.tsx';
import { TreeLegend } from './TreeLegend.tsx';
import { TreePicture } from './TreePicture.tsx';
import { endWords, summaryWords } from './treeWords.ts';
import { useAnswer } from './useAnswer.ts';

/** The requests that the two models were profiled on, one tree at a time. */
export function TreesDialog() {
  const list = useAnswer('hera.trees', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const trees = list.value ?? [];
  const index = Math.max(0, trees.findIndex((tree) => tree.problem === chosen));
  const now = trees[index];
  const go = (by: number) => setChosen(trees[index + by]?.problem ?? null);
  return (
    <Dialog title="Profiled requests" onClose={() => useUi.setState({ isTreesOpen: false })} wide>
      <p className="max-w-[46rem] text-sm">Both models worked each request in many mixtures: after a step, once this device goes on and once the expert. The picture shows where asking the expert made a difference, and where both came to the same.</p>
      <Problem words={list.problem} />
      {list.value === null ? <p role="status" className="mt-3 text-sm">{list.problem === null ? 'Reading the trees …' : ''}</p> : now === undefined ? <p role="status" className="mt-3 text-sm">There are no trees of these two models on this device.</p> : (
        <>
          <div className="mt-3 flex items-end gap-1">
            <div className="min-w-0 grow">
              <Field label={counted(trees.length, 'request')}>
                {(ids) => (
                  <select {...ids} value={now.problem} onChange={(event) => setChosen(event.target.value)} className={fieldLook}>
                    {trees.map((tree, i) => <option key={tree.problem} value={tree.problem}>{summaryWords(tree, i)}</option>)}
                  </select>
                )}
              </Field>
            </div>
            <IconButton name="The request before" disabled={index === 0} onClick={() => go(-1)}><ChevronLeft aria-hidden size={18} /></IconButton>
            <IconButton name="The next request" disabled={index === trees.length - 1} onClick={() => go(1)}><ChevronRight aria-hidden size={18} /></IconButton>
          </div>
          <OneTree problem={now.problem} />
        </>
      )}
    </Dialog>
  );
}

function OneTree({ problem }: { readonly problem: string }) {
  const { value, problem: why } = useAnswer('hera.tree', { problem });
  // The tree before stays until the next is here: the dialog does not shrink and grow in between.
  const [tree, setTree] = useState(value);
  if (value !== null && value !== tree) setTree(value);
  if (why !== null) return <Problem words={why} />;
  if (tree === null) return <p role="status" className="mt-3 text-sm">Reading the tree …</p>;
  return (
    <div key={tree.problem} aria-busy={value === null} className="mt-3 space-y-2">
      <p className="text-sm wrap-anywhere">{tree.question}</p>
      <p className="text-[0.8125rem] text-muted">Alone, this device is {endWords(tree.allLocal)} after {counted(tree.allLocal.steps, 'step')}, the expert {endWords(tree.allExpert)} after {counted(tree.allExpert.steps, 'step')}.</p>
      <TreeLegend meetsBy={tree.meetsBy} />
      <TreePicture tree={tree} />
      <TreeAsList tree={tree} />
    </div>
  );
}
