import { expect, it } from "vitest";
import { renderSimulation } from "../../src/report/simulation.ts";
import { displayWidth } from "../../src/report/terminal.ts";
import { resultWith } from "../helpers/result-builder.ts";

const PLAIN = { color: false, width: 100, files: [] };

it("shows outcomes, load, ledger, cost, all four measures and the objectives", () => {
  const text = renderSimulation(resultWith({ replicas: [8], question: "hindsight" }), PLAIN);
  expect(text).toContain("Size       8 replicas");
  expect(text).toContain("43,200 measured, 43,200 completed, 0 rejected, 0 timed out, 0 failed");
  expect(text).toContain("a batch in progress 45.0% of the time, 12.0/s completed, 11.9/s good");
  expect(text).toContain("45.0% useful, 0% recomputed, 0% abandoned, 55.0% idle");
  expect(text).toContain("$32.80/h, $23.9k a month, $0.77 per thousand good requests");
  expect(text).toMatch(/^TTFT +195 ms +110 ms +222 ms +271 ms +492 ms +880 ms +1\.31 s$/m);
  for (const measure of ["latency", "TPOT", "queue wait"]) {
    expect(text).toMatch(new RegExp(`^${measure} `, "m"));
  }
  expect(text).toMatch(/^p99 TTFT ≤ 500 ms +99\.05% +exact +95% +met$/m);
  expect(text).not.toContain("Saturated");
});

it("says why requests were rejected, and that a saturated run depends on its length", () => {
  const result = resultWith({ replicas: [3], rejectedShare: 0.01 });
  const text = renderSimulation(result, PLAIN);
  expect(text).toContain("432 rejected (432 queue full)");
  expect(text).toContain("Saturated: after the last arrival it took 12.0 min to empty");
  expect(text).toMatch(/0\.08% +0% – 30\.\d\d% +100× +missed/);
});

it("works where nothing completes and there is no batching", () => {
  const result = resultWith({ replicas: [1], stuck: [1] });
  const points = result.points.map((point) => ({ ...point, batching: null }));
  const text = renderSimulation({ ...result, points }, PLAIN);
  expect(text).toMatch(/^TTFT +–( +∞){5} +–$/m);
  expect(text).toContain("Other values are of answered requests.");
  expect(text).toContain("– per thousand good requests");
  expect(text).not.toContain("requests a batch");
});

it("fits the width", () => {
  const lines = renderSimulation(resultWith({ replicas: [3] }), PLAIN).split("\n");
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(100);
});

it("refuses a result without points", () => {
  expect(() => renderSimulation({ ...resultWith(), points: [] }, PLAIN)).toThrow(RangeError);
});
