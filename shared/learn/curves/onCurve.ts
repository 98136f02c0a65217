import type { GateInfo } from '../../contract/gate.ts';

/** The counts that belong to the curve: marks tell of a head, but no whole answer was seen to end on them. */
export function onCurve(gate: GateInfo): GateInfo {
  return gate.curveOf === undefined ? gate : { ...gate, ...gate.curveOf };
}
