import type { Paragraph } from '../../../../shared/agent/model.ts';

export type DatasetId =
  | 'gsm8k' | 'gsm8kSocratic' | 'gsmHard' | 'svamp' | 'math' | 'processBench' | 'bigBenchMistake' | 'hotpotQa' | 'musique' | 'drop' | 'strategyQa' | 'humanEval' | 'own';

/** The right answer and the rule by which an answer is compared with it (`shared/learn/scoring`). */
export type Gold =
  | { readonly rule: 'number'; readonly value: number; /** 0: equality. */ readonly tolerance: number }
  | { readonly rule: 'math'; readonly latex: string }
  | { readonly rule: 'words'; readonly accepted: readonly string[] }
  | { readonly rule: 'drop'; readonly accepted: readonly string[] }
  | { readonly rule: 'yesNo'; readonly value: boolean };

/** One line of a known way to the answer. A number can be compared with a step's result. */
export interface GoldLine {
  readonly text: string;
  readonly expression?: string;
  readonly value: number | string;
  /** Calculations earlier in the same line. */
  readonly also?: readonly { readonly expression: string; readonly value: number }[];
}

interface Common { readonly dataset: DatasetId; readonly id: string; readonly question: string; readonly documents: readonly Paragraph[] }

/** A row of any data set that we know: to be answered, to have its steps judged, or to be programmed. */
export type EvalProblem =
  | (Common & { readonly kind: 'answer'; readonly gold: Gold; readonly goldSteps?: readonly GoldLine[] })
  | (Common & {
      readonly kind: 'stepLabels';
      readonly steps: readonly string[];
      /** 0-based; −1: every step is right. */
      readonly firstWrong: number;
      readonly answerRight: boolean;
    })
  | (Common & { readonly kind: 'code'; readonly entryPoint: string; readonly tests: string; readonly solution: string });
