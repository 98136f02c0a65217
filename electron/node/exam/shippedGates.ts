import larger from '../../../models/heads/qwen2.5-coder-1.5b-instruct-q4_k_m.json' with { type: 'json' };
import starter from '../../../models/heads/qwen2.5-coder-0.5b-instruct-q4_k_m.json' with { type: 'json' };
import { gateFileSchema, type GateFile } from '../../../shared/switching/gate/gateFile.ts';

/** The heads in `models/heads/`; each names the model file that it was fitted for. */
const shipped: readonly unknown[] = [starter, larger];

export function shippedGates(): readonly GateFile[] {
  return shipped.map((file) => gateFileSchema.parse(file));
}
