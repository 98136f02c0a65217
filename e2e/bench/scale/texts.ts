/** Words of the length that subtasks of word problems have; nothing depends on what they say. */
const filler = 'there are boxes of pencils on a table and someone takes some of them away, then counts what is left and shares it out among friends before the evening comes';

export const questionText = (problem: number): string => `Problem ${problem}: ${filler}. How many are left for each?`;
export const lastText = (problem: number, k: number): string => (k === 0 ? '' : nextText(problem, k - 1));
export const nextText = (problem: number, k: number): string => `So after step ${k} there are ${problem % 97} * ${k + 2} = ${(problem % 97) * (k + 2)} pencils in the boxes.`;
