import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { evaluateGroup, groupRows, sumUp } from "../../bench/calibration/evaluate-groups.ts";
import type { BenchmarkRow } from "../../src/ingest/benchmarks/benchmark-table.ts";
import { readBenchmarks } from "../../src/ingest/benchmarks/read-benchmarks.ts";
import { FULL_DESIGN, KNOWN_STEP, measure } from "../plan/calibrate/synthetic-points.ts";

function rowsOf(model: string): readonly BenchmarkRow[] {
  return measure(KNOWN_STEP, FULL_DESIGN).map((point) => ({ point, labels: { model } }));
}

describe("evaluating a calibration", () => {
  it("holds a fifth of each service's points out and predicts them", () => {
    const groups = groupRows([...rowsOf("Llama-x"), ...rowsOf("other").slice(0, 5)]);
    expect(groups.map((group) => group.length)).toEqual([12, 5]);
    const [known, few] = groups.map((group) => evaluateGroup(group, 1));
    expect(known).toMatchObject({ isDense: true, points: 12, refusal: null });
    expect(sumUp(known.heldOut, "tpot", false)).toMatchObject({ points: 2 });
    expect(sumUp(known.heldOut, "tpot", false).median).toBeLessThan(0.02);
    expect(sumUp(known.heldOut, "ttft", false).median).toBeLessThan(0.05);
    expect(sumUp(known.heldOut, "ttft", true).points).toBe(0);
    expect(few).toMatchObject({ isDense: false, heldOut: [], refusal: "fewer than 8 points" });
  });

  it("refuses services whose points don't tell the coefficients apart", () => {
    const alike = measure(KNOWN_STEP, {
      loads: [1, 2, 4, 8, 16, 32, 64, 96].map((concurrency) => ({ loop: "closed", concurrency })),
      shapes: [[512, 256]],
    });
    const { refusal } = evaluateGroup(
      alike.map((point) => ({ point, labels: {} })),
      1,
    );
    expect(refusal).toMatch(/can't tell perSequence and perContextToken apart/);
  });
});

const MEASURED = fileURLToPath(
  new URL("../../../shared/data/llm-benchmarks.csv.gz", import.meta.url),
);

describe.skipIf(!existsSync(MEASURED))("calibrating on measured services", () => {
  // A few of the groups that bench/calibration evaluates, for docs/validation.md.
  it.each([
    ["Llama-3.1-70B", 0.06],
    ["gpt-oss-120b", 0.12],
  ])("%s on H100 predicts points it doesn't know", async (model, most) => {
    const { rows } = await readBenchmarks([MEASURED], { unit: null, batch: null });
    const own = rows.filter(({ labels }) => {
      return labels["model"] === model && labels["system"] === "h100_sxm";
    });
    const heldOut = groupRows(own).flatMap((group) => evaluateGroup(group, 1).heldOut);
    expect(heldOut.length).toBeGreaterThan(4);
    expect(sumUp(heldOut, "tpot", false).median).toBeLessThan(most);
    expect(sumUp(heldOut, "ttft", false).median).toBeLessThan(0.2);
  });
});
