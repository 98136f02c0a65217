import { Dialog } from '../../components/Dialog.tsx';
import { useTandem } from '../../state/tandem.ts';
import { useUi } from '../../state/ui.ts';
import { ExamNow } from './ExamNow.tsx';
import { GateHistory } from './GateHistory.tsx';
import { GateReport } from './GateReport.tsx';

/** Examines the local model, and shows what is known of it. Everything lives in the service: closing changes nothing. */
export function ExamDialog() {
  const gate = useTandem((state) => state.gate);
  const exam = useTandem((state) => state.exam);
  const learning = useTandem((state) => state.learning);
  const card = useTandem((state) => (state.app?.local.state === 'ready' ? state.app.local.card : null));
  return (
    <Dialog title="Exam" onClose={() => useUi.setState({ isExamOpen: false })} wide>
      <p className="max-w-[46rem] text-sm">
        {card?.name ?? 'The model on this device'} works problems whose answers are known. From its right and wrong steps Tandem learns which doubts mean an error:
        then the slider&rsquo;s percentages are true, and its curve foretells how many answers will be right, and at what price.
      </p>
      {exam === null ? <p role="status" className="mt-4 text-sm">Asking how the exam stands …</p> : <ExamNow exam={exam} hasResult={gate !== null && gate.basis !== 'none'} />}
      {gate === null || gate.basis === 'none' ? null : <GateReport gate={gate} />}
      {learning === null ? null : <GateHistory learning={learning} />}
    </Dialog>
  );
}
