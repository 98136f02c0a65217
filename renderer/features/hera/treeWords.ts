import type { PictureNode, TreePicture, TreeSummary } from '../../../shared/contract/hera.ts';
import { counted, listed, percent } from '../../components/format.ts';

const who = (letter: string | undefined) => (letter === 'L' ? 'here' : 'expert');

/** "here, expert, here": who wrote the steps before and this one. */
export function wayWords(path: string): string {
  return [...path].map(who).join(', ');
}

/** "right", "wrong", or how right, where a way ends; null elsewhere. */
export function endWords({ right, answer }: Pick<PictureNode, 'right' | 'answer'>): string | null {
  if (right === null) return null;
  const said = answer === null ? '' : ` (${answer})`;
  return right >= 1 ? `right${said}` : right <= 0 ? `wrong${said}` : `${percent(right)} right${said}`;
}

/** Which other ways say the same after as many steps; null: none. */
export function meetingWords({ nodes }: Pick<TreePicture, 'nodes'>, { path, meets }: Pick<PictureNode, 'path' | 'meets'>): string | null {
  if (meets === null) return null;
  const others = nodes.filter((other) => other.meets === meets && other.path !== path).map((other) => wayWords(other.path));
  return `meeting ${meets}, ${counted(others.length, 'other way says', 'other ways say')} the same: ${listed(others.map((way) => `“${way}”`))}`;
}

/** A node in one breath, for screen readers. */
export function nodeWords(tree: Pick<TreePicture, 'nodes'>, node: PictureNode): string {
  const end = endWords(node);
  return [
    `Step ${node.path.length}, ${node.by === 'local' ? 'written here' : 'by the expert'}, ${node.path.length === 1 ? 'the first' : `after ${wayWords(node.path.slice(0, -1))}`}: ${node.text}`,
    end === null ? null : `The answer is ${end}`, meetingWords(tree, node),
  ].filter((words) => words !== null).join('. ');
}

/** How a way was come by, where chance had a part in it. */
export function chanceWords(propensity: number): string | null {
  return propensity >= 1 ? null : `one of several ways from here, drawn with a chance of ${percent(propensity)}`;
}

const mark = (right: number) => (right >= 1 ? '✓' : right <= 0 ? '✗' : percent(right));

/** One line of the list of requests: the question's beginning, and what each model alone makes of it. */
export function summaryWords({ question, localRight, expertRight }: TreeSummary, index: number): string {
  const short = question.replaceAll(/\s+/g, ' ');
  return `${index + 1}. ${short.length > 60 ? `${short.slice(0, 59)}…` : short} (here ${mark(localRight)}, expert ${mark(expertRight)})`;
}
