import starterPair from '../../../models/hera/qwen2.5-coder-0.5b-by-1.5b.json' with { type: 'json' };
import { heraFileSchema, type HeraFile } from '../../../shared/hera/heraFile.ts';

/** The profiles in `models/hera/`; each names its pair of models. They hold heads and figures, and nobody's words. */
const shipped: readonly unknown[] = [starterPair];

export function shippedProfiles(): readonly HeraFile[] {
  return shipped.map((file) => heraFileSchema.parse(file));
}
