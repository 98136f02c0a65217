import type { ExamService } from '../../exam/examService.ts';
import type { HeraService } from '../../hera/heraService.ts';
import type { Learner } from '../../learn/learner.ts';
import type { Handlers, MethodsOf } from './handlers.ts';

/** What is learnt about the models: exams, the gate's heads, HERA's profiles. */
export function learningHandlers({ exam, learner, hera }: { readonly exam: ExamService; readonly learner: Learner; readonly hera: HeraService }): Handlers<MethodsOf<'exam' | 'gate' | 'hera'>> {
  return {
    'exam.start': async (input) => {
      await exam.start(input);
      return {};
    },
    'exam.stop': async () => {
      await exam.stop();
      return {};
    },
    'exam.continue': async () => {
      await exam.continue();
      return {};
    },
    'gate.useFormer': ({ index }) => {
      learner.useFormer(index ?? 0);
      return {};
    },
    'gate.refit': () => {
      learner.refit();
      return {};
    },

    'hera.info': () => hera.info(),
    'hera.trees': () => hera.trees(),
    'hera.tree': ({ problem }) => hera.tree(problem),
    'hera.forgetUsed': async () => {
      await hera.forgetUsed();
      return hera.info();
    },
    'hera.useFormer': ({ index }) => {
      hera.useFormer(index ?? 0);
      return hera.info();
    },
  };
}
