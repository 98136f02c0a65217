import { z } from 'zod';
import { rowFormat, type RowFormat } from './rowFormat.ts';

const text = z.string().trim().min(1);

/** Titles and sentences as pairs, or as two columns: HotpotQA is passed on in both forms. */
const hotpotContext = z.union([
  z.array(z.tuple([z.string(), z.array(z.string())])).transform((pairs) => pairs.map(([title, sentences]) => ({ title, text: sentences.join('') }))),
  z.object({ title: z.array(z.string()), sentences: z.array(z.array(z.string())) })
    .refine((columns) => columns.title.length === columns.sentences.length, 'as many titles as paragraphs')
    .transform((columns) => columns.title.map((title, i) => ({ title, text: (columns.sentences[i] ?? []).join('') }))),
]);

/** Questions to be answered from paragraphs or from what one knows. */
export const readingFormats: readonly RowFormat[] = [
  rowFormat({
    dataset: 'hotpotQa', name: 'HotpotQA', claims: (fields) => fields.has('supporting_facts'),
    schema: z.object({ id: text.optional(), _id: text.optional(), question: text, answer: text, context: hotpotContext }),
    translate: (row, line) => ({
      kind: 'answer', dataset: 'hotpotQa', id: row.id ?? row._id ?? `hotpotQa-${line}`, question: row.question, documents: row.context, gold: { rule: 'words', accepted: [row.answer] },
    }),
  }),
  rowFormat({
    dataset: 'musique', name: 'MuSiQue', claims: (fields) => fields.has('question_decomposition'),
    schema: z.object({
      id: text, question: text, answer: text, answer_aliases: z.array(z.string()),
      paragraphs: z.array(z.object({ title: z.string(), paragraph_text: text })).min(1),
      question_decomposition: z.array(z.object({ question: text, answer: text })),
    }),
    translate: (row) => ({
      kind: 'answer', dataset: 'musique', id: row.id, question: row.question, documents: row.paragraphs.map((paragraph) => ({ title: paragraph.title, text: paragraph.paragraph_text })),
      gold: { rule: 'words', accepted: [row.answer, ...row.answer_aliases] },
      goldSteps: row.question_decomposition.map((hop) => ({ text: hop.question, value: hop.answer })),
    }),
  }),
  rowFormat({
    dataset: 'drop', name: 'DROP', claims: (fields) => fields.has('ref_text') && fields.has('context'),
    schema: z.object({ context: text, ref_text: text }),
    translate: (row, line) => {
      const parts = /^Passage:(.*?)\nQuestion:(.*?)(?:\nAnswer:\s*)?$/s.exec(row.context);
      const [passage, question] = [parts?.[1]?.trim(), parts?.[2]?.trim()];
      const accepted = [...new Set(row.ref_text.split('|').map((gold) => gold.trim()).filter((gold) => gold !== ''))];
      if (!passage || !question) return { problem: 'its context has no "Passage:" followed by a "Question:"' };
      if (accepted.length === 0) return { problem: 'it has no gold answer' };
      return { kind: 'answer', dataset: 'drop', id: `drop-${line}`, question, documents: [{ title: 'Passage', text: passage }], gold: { rule: 'drop', accepted } };
    },
  }),
  rowFormat({
    dataset: 'strategyQa', name: 'StrategyQA', claims: (fields) => fields.has('qid') && fields.has('decomposition'),
    schema: z.object({ qid: text, question: text, answer: z.boolean() }),
    // The facts are what a knowing reader would use: giving them away would be another task.
    translate: (row) => ({ kind: 'answer', dataset: 'strategyQa', id: row.qid, question: row.question, documents: [], gold: { rule: 'yesNo', value: row.answer } }),
  }),
];
