/** The event engine against the stepper: two programs written from the model's definition alone. */
import { describe, expect, it } from "vitest";

import { simulateByEvents } from "../../src/sim/simulate.ts";
import { expectAgreement } from "../helpers/expect-agreement.ts";
import { TableSink } from "../helpers/table-sink.ts";
import { randomCase } from "../steppers/random-case.ts";
import { stepSimulation } from "../steppers/step-simulation.ts";

const SEEDS = 300;

/** Seconds by which sums in a different order may differ; runs last tens of seconds. */
const ROUNDING = 1e-6;

describe.each(["serial", "batch", "continuous"] as const)("%s service", (kind) => {
  it(`agrees with the stepper request by request in ${SEEDS} random cases`, () => {
    let dyadicCases = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const { columns, label, plan } = randomCase(kind, seed);
      const isDyadic = label.includes("dyadic");
      const sink = new TableSink(columns.arrivals.length);
      const { usage } = simulateByEvents(plan, columns, sink);
      const table = stepSimulation(plan, columns);
      expectAgreement(sink, table, isDyadic ? 0 : ROUNDING, label);
      expect(usage.preemptions, label).toBe(table.preemptions);
      expect(sink.endings, label).toEqual(new Uint8Array(columns.arrivals.length).fill(1));
      if (isDyadic) dyadicCases++;
    }
    // Without enough of either sort, exactness or generality would go unchecked.
    expect(dyadicCases).toBeGreaterThan(SEEDS / 3);
    expect(dyadicCases).toBeLessThan((SEEDS * 2) / 3);
  });
});
