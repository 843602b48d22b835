import { describe, expect, it } from "vitest";

import { calibrationWords, extrapolationWords } from "../../src/report/calibration-words.ts";
import type { Metric } from "../../src/plan/result.ts";
import type { CalibrationSection } from "../../src/scenario/calibration-section.ts";
import { resultWith } from "../helpers/result-builder.ts";

const RANGE = { concurrency: [1, 10], batch: null, input: null, output: null } as const;
const CALIBRATION: CalibrationSection = {
  source: "bench.json",
  date: "2026-11-01",
  engine: "vllm",
  error: 0.042,
  loadRange: RANGE,
};

function wordsOf(
  calibration: CalibrationSection | null,
  ...metrics: readonly Metric[]
): readonly string[] {
  const objectives = metrics.map((metric) => ({ metric }));
  return calibrationWords({ service: { kind: "continuous", calibration }, slo: { objectives } });
}

describe("where the times of a service come from, in words", () => {
  it("names source, error and range, as far as they are known", () => {
    expect(wordsOf(CALIBRATION, "tpot")).toEqual([
      "fitted to bench.json (vllm; 2026-11-01), TPOT off by 4.2% on points left out, " +
        "measured up to 10 requests in flight",
    ]);
    const bare = { ...CALIBRATION, date: null, engine: null, error: null, loadRange: null };
    expect(wordsOf(bare, "ttft", "ttft", "latency")).toEqual([
      "fitted to bench.json; the error of TTFT and latency isn't known",
    ]);
    const estimated = {
      ...CALIBRATION,
      basis: "estimated",
      source: "estimate by roofline",
    } as const;
    expect(wordsOf(estimated, "tpot")).toEqual([
      "not measured, estimate by roofline (vllm; 2026-11-01); TPOT off by 4.2% on average",
    ]);
    expect(wordsOf(null, "ttft")).toEqual([]);
  });

  it("names the errors of what the SLO is on, and of which of that none is known", () => {
    const both = { ...CALIBRATION, ttftError: 0.095, loadRange: null };
    expect(wordsOf(both, "ttft")[0]).toMatch(/, TTFT off by 9.5% on points left out$/);
    expect(wordsOf(both, "ttft", "tpot")[0]).toMatch(/, TPOT off by 4.2% and TTFT by 9.5% on/);
    expect(wordsOf(both, "latency")[0]).toMatch(
      /, TPOT off by 4.2% and TTFT by 9.5% on points left out; the error of latency isn't known$/,
    );
    expect(wordsOf(both, "queueWait")[0]).toMatch(/, TPOT off by 4.2% and TTFT by 9.5% on/);
    expect(wordsOf(CALIBRATION, "ttft")[0]).toMatch(
      /, TPOT off by 4.2% on points left out, .*; the error of TTFT isn't known$/,
    );
  });

  it("has one error of a service without tokens", () => {
    for (const kind of ["serial", "batch"] as const) {
      const slo = { objectives: [{ metric: "latency" as const }] };
      const [words] = calibrationWords({ service: { kind, calibration: CALIBRATION }, slo });
      expect(words).toMatch(/, times off by 4.2% on points left out, measured up to 10 requests/);
      const bare = { kind, calibration: { ...CALIBRATION, error: null, loadRange: null } };
      expect(calibrationWords({ service: bare, slo })[0]).toMatch(
        /^fitted to bench.json \([^)]*\)$/,
      );
    }
  });
});

describe("a choice beyond what was measured", () => {
  const result = resultWith();
  const [first] = result.points;
  const withRange = (most: number) => ({
    ...result,
    scenario: {
      ...result.scenario,
      service: {
        ...result.scenario.service,
        calibration: { ...CALIBRATION, loadRange: { ...RANGE, concurrency: [1, most] as const } },
      },
    },
  });
  const mean = first.batching?.meanBatchSize ?? 0;

  it("is pointed out where steps hold clearly more requests than any that was measured", () => {
    expect(mean).toBeGreaterThan(1);
    const [words] = extrapolationWords(withRange(0.5 * mean), first);
    expect(words).toMatch(/^a step holds [\d,]+ requests on average, more than the [\d,]+ that/);
    expect(extrapolationWords(withRange(0.95 * mean), first)).toEqual([]);
    expect(extrapolationWords(result, first)).toEqual([]);
  });
});
