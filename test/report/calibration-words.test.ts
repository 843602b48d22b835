import { describe, expect, it } from "vitest";

import { calibrationWords, extrapolationWords } from "../../src/report/calibration-words.ts";
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

describe("where the times of a service come from, in words", () => {
  it("names source, error and range, as far as they are known", () => {
    expect(calibrationWords({ calibration: CALIBRATION, calibrationError: 0.042 })).toEqual([
      "fitted to bench.json (vllm; 2026-11-01), off by 4.2% on points left out, " +
        "measured up to 10 requests in flight",
    ]);
    const bare = { ...CALIBRATION, date: null, engine: null, error: null, loadRange: null };
    expect(calibrationWords({ calibration: bare, calibrationError: null })).toEqual([
      "fitted to bench.json",
    ]);
    const estimated = {
      ...CALIBRATION,
      basis: "estimated",
      source: "estimate by roofline",
    } as const;
    expect(calibrationWords({ calibration: estimated, calibrationError: 0.042 })).toEqual([
      "not measured, estimate by roofline (vllm; 2026-11-01); TPOT is off by 4.2% on average",
    ]);
    expect(calibrationWords({ calibration: null, calibrationError: null })).toEqual([]);
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
