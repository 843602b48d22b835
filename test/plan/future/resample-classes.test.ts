import { describe, expect, it } from "vitest";
import { drawWorkload } from "../../../src/plan/executor.ts";
import { dayOf, resamplesOf } from "../../../src/plan/future/lay-out-blocks.ts";
import { NO_PREFIXES } from "../../../src/workload/take-rows.ts";
import type { BoundedTrace } from "../../../src/workload/trace-rows.ts";
import { scenarioWith } from "../swept.ts";

const SECTION = "trace: {file: x, format: columns, columns: {arrival: t}}";
const CLASSES = `a: {${SECTION}}, b: {${SECTION}}`;

/** A request every second, each `offset` after the full second, told apart by its input. */
function traceOf(seconds: number, offset: number): BoundedTrace {
  return {
    arrivals: Float64Array.from({ length: seconds }, (_, row) => row + offset),
    inputs: Int32Array.from({ length: seconds }, (_, row) => row + 1),
    outputs: new Int32Array(0),
    durations: new Float64Array(0),
    ...NO_PREFIXES,
    duration: seconds,
  };
}

describe("resampling the traces of several classes", () => {
  it("takes the same stretches of time from all of them", () => {
    const scenario = scenarioWith(`workload={classes: {${CLASSES}}}`, "run.question=future");
    expect(resamplesOf(scenario)).toBe(200);
    const drawn = drawWorkload({
      scenario,
      replication: 3,
      traces: [traceOf(100, 0.25), traceOf(100, 0.5)],
      blocks: { length: 10, grid: 1, span: 100 },
    });
    const { arrivals, classes, inputs } = drawn.columns;
    // Whole seconds: each second of the resample has both of the requests of one recorded second.
    expect(arrivals).toHaveLength(200);
    const order: number[] = [];
    for (let row = 0; row < arrivals.length; row += 2) {
      expect([classes[row], classes[row + 1]]).toEqual([0, 1]);
      expect(inputs[row + 1]).toBe(inputs[row]);
      order.push(inputs[row]);
    }
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
  });

  it("finds nothing where a shorter trace has ended", () => {
    const scenario = scenarioWith(`workload={classes: {${CLASSES}}}`, "run.question=future");
    const drawn = drawWorkload({
      scenario,
      replication: 0,
      traces: [traceOf(100, 0), traceOf(40, 0)],
      blocks: { length: 10, grid: 1, span: 100 },
    });
    const { classes, inputs } = drawn.columns;
    expect(drawn.duration).toBe(100);
    const early = inputs.filter((input, row) => classes[row] === 0 && input <= 40);
    expect(inputs.filter((_, row) => classes[row] === 1)).toEqual(early);
  });

  it("knows no day where traces run at different speeds", () => {
    const fast = SECTION.replace("{file", "{speed: 2, file");
    expect(dayOf(scenarioWith(`workload={classes: {a: {${fast}}}}`))).toBe(43_200);
    expect(dayOf(scenarioWith(`workload={classes: {a: {${fast}}, b: {${SECTION}}}}`))).toBe(
      Infinity,
    );
  });
});
