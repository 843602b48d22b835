import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeTrace } from "../../bench/huge/write-trace.ts";
import { readTrace } from "../../src/ingest/read-trace.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import { TRACED } from "../scenario/example.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tailcap-huge-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it("writes the same large trace each time, which reads as it is meant", async () => {
  const [path, again] = ["a.parquet", "b.parquet"].map((name) => join(folder, name));
  await writeTrace(path, 20_000, 10);
  await writeTrace(again, 20_000, 10);
  expect(readFileSync(again).equals(readFileSync(path))).toBe(true);

  const sets = [
    "workload={trace: {file: a.parquet, format: columns, columns: {arrival: arrival, input: input, output: output}}}",
    "service={kind: serial, time: 20ms}",
  ];
  const { workload } = parseScenario(TRACED, { file: "s.yaml", sets, seed: null }).scenario;
  if (!("trace" in workload)) throw new Error("the scenario replays no trace");
  const { arrivals, inputs, outputs } = await readTrace(path, workload.trace);
  expect(arrivals).toHaveLength(20_000);
  expect(arrivals.every((time, row) => row === 0 || time >= arrivals[row - 1])).toBe(true);
  // A fortieth of a day at 10 a second; the day begins slowly, at a rate of 10/1.5.
  expect(arrivals[19_999]).toBeGreaterThan(2500);
  expect(arrivals[19_999]).toBeLessThan(3100);
  const sorted = [inputs, outputs].map((column) => column.toSorted());
  // The medians are 1020 and 177; of 20,000 draws theirs scatter by 0.8 %.
  expect(sorted[0][10_000] / 1020).toBeCloseTo(1, 1);
  expect(sorted[1][10_000] / 177).toBeCloseTo(1, 1);
  expect([sorted[0][0] >= 1, sorted[0][19_999]]).toEqual([true, 8192]);
});
