import { describe, expect, it } from "vitest";

import { judgeObjective } from "../../src/plan/judge-objective.ts";
import { openStream } from "../../src/random/stream.ts";
import { poolLatencies } from "./pooled.ts";

const P99 = { index: 0, metric: "latency", within: 1, target: 0.99 } as const;

/**
 * 50,000 requests of which 0.2 % are too slow, one here and one there; a third is slowish, in
 * stretches of the given length.
 */
function judgeWith(stretch: number): ReturnType<typeof judgeObjective> {
  const stream = openStream(5, 0, "latencies");
  const latencies: number[] = [];
  while (latencies.length < 50_000) {
    const isSlow = stream() < 1 / 3;
    for (let i = 0; i < stretch && latencies.length < 50_000; i++) {
      latencies.push((isSlow ? 0.6 : 0.1) + 0.01 * stream() + (stream() < 0.002 ? 1 : 0));
    }
  }
  return judgeObjective(poolLatencies(latencies, P99.within), P99, 0.95);
}

describe("judgeObjective, of violations that look independent", () => {
  it("believes it where the rest does too", () => {
    const { effectiveViolations, verdict } = judgeWith(1);
    expect(verdict).toBe("met");
    expect(effectiveViolations).toBeGreaterThan(30);
  });

  it("doubts it where slow stretches are long, of which a run sees few", () => {
    const { effectiveViolations, interval, verdict } = judgeWith(2000);
    expect(effectiveViolations).toBeLessThan(1);
    expect(interval?.[0]).toBeLessThan(0.99);
    expect(verdict).toBe("undecided");
  });
});
