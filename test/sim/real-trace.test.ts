import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { ROUTER_CENTRAL_QUEUE, ROUTER_LEAST_OUTSTANDING } from "../../src/sim/sim-plan.ts";
import { simulateByEvents } from "../../src/sim/simulate.ts";
import { expectAgreement } from "../helpers/expect-agreement.ts";
import { TableSink } from "../helpers/table-sink.ts";
import { traceSection } from "../ingest/trace-folder.ts";
import {
  handBuiltColumns,
  handBuiltContinuous,
  handBuiltPlan,
  straightLine,
} from "../steppers/hand-built.ts";
import { stepSimulation } from "../steppers/step-simulation.ts";

const trace = fileURLToPath(
  new URL("../../../shared/traces/azure-llm-2023-conv.csv.gz", import.meta.url),
);

/** Seconds by which an hour's sums in a different order may differ. */
const ROUNDING = 1e-6;

describe.skipIf(!existsSync(trace))("a recorded hour (skipped without ../shared/traces)", () => {
  it.each([
    ["with room in the KV cache", 4, ROUTER_LEAST_OUTSTANDING, 27_000, false],
    ["with a KV cache that forces preemptions", 2, ROUTER_LEAST_OUTSTANDING, 1_200, true],
    ["with such a cache behind a central queue", 2, ROUTER_CENTRAL_QUEUE, 1_200, true],
  ])("is replayed as step by step, %s", async (_, replicas, router, kvBlocks, hasPreemptions) => {
    const rows = await readTrace(trace, traceSection({ format: "azure-llm" }));
    const columns = handBuiltColumns(rows);
    const plan = handBuiltPlan({
      replicas,
      router,
      measureTo: rows.arrivals[rows.arrivals.length - 1],
      control: null,
      service: handBuiltContinuous({
        maxBatchedTokens: 2048,
        maxSequences: 256,
        kvBlocks,
        blockSize: 16,
        sequenceCost: straightLine(6e-3, 50e-6),
        prefillCost: straightLine(0, 60e-6),
        perContextToken: 25e-9,
      }),
    });
    const sink = new TableSink(rows.arrivals.length);
    const { usage } = simulateByEvents(plan, columns, sink);
    const table = stepSimulation(plan, columns);
    expectAgreement(sink, table, ROUNDING, `${kvBlocks} blocks`);
    expect(usage.preemptions).toBe(table.preemptions);
    expect(usage.preemptions > 0).toBe(hasPreemptions);
  });
});
