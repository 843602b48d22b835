import type { Distribution } from "../random/distribution.ts";
import { sampleCountsInto } from "../random/sample-into.ts";
import { openStream } from "../random/stream.ts";
import type { TraceSection } from "../scenario/trace-section.ts";
import type { TraceRows } from "./trace-rows.ts";

/**
 * Draws the token counts that a trace lacks by the laws that the scenario gives for them, each side
 * from a stream of its own.
 *
 * @param seed - Seed of the scenario.
 */
export function drawSizes(
  rows: TraceRows,
  { input, output }: Pick<TraceSection, "input" | "output">,
  seed: number,
): TraceRows {
  const count = rows.arrivals.length;
  const draw = (
    law: Distribution | null,
    side: string,
    own: TraceRows["inputs"],
  ): TraceRows["inputs"] => {
    if (law === null || own.length > 0) return own;
    const counts = new Int32Array(count);
    sampleCountsInto(law, openStream(seed, 0, `trace/${side}`), counts);
    return counts;
  };
  const inputs = draw(input, "input", rows.inputs);
  const outputs = draw(output, "output", rows.outputs);
  const drawn = [
    ...(inputs === rows.inputs ? [] : ["input"]),
    ...(outputs === rows.outputs ? [] : ["output"]),
  ];
  if (drawn.length === 0) return rows;
  const note = `${drawn.join(" and ")} tokens are drawn by the scenario's laws (seed ${seed})`;
  return { ...rows, inputs, outputs, notes: [...rows.notes, note] };
}
