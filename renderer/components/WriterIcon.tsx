import { Laptop, Sparkles, Cpu } from 'lucide-react';
import type { ModelCard, Writer } from '../../shared/agent/model.ts';

/** The writer's icon: a laptop, a chip for a larger model on the same laptop, or sparkles for an expert elsewhere. */
export function WriterIcon({ by, expert, size = 14 }: { readonly by: Writer; readonly expert: Pick<ModelCard, 'where'> | null; readonly size?: number }) {
  if (by === 'local') return <Laptop aria-hidden size={size} />;
  return expert?.where === 'thisDevice' ? <Cpu aria-hidden size={size} /> : <Sparkles aria-hidden size={size} />;
}
