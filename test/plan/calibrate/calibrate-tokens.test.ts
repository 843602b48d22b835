import { describe, expect, it } from "vitest";

import { calibrate } from "../../../src/plan/calibrate/calibrate.ts";
import { calibrateTokens, predictUnknown } from "../../../src/plan/calibrate/calibrate-tokens.ts";
import { CalibrationError } from "../../../src/plan/calibrate/calibration-error.ts";
import type { Calibration } from "../../../src/plan/calibrate/calibration.ts";
import type { StepSection } from "../../../src/scenario/scenario.ts";
import type { MeasuredPoint } from "../../../src/workload/measured-point.ts";
import {
  CLOSED_LOADS,
  FULL_DESIGN,
  KNOWN_OVERHEAD,
  KNOWN_STEP,
  measure,
  OPTIONS,
} from "./synthetic-points.ts";

const POINTS = measure(KNOWN_STEP, FULL_DESIGN);

function stepOf({ service }: Calibration): StepSection {
  if (service.kind !== "continuous") throw new Error("expected a continuous service");
  return service.step;
}

/** What calibrating says against the points; nothing if it takes them. */
function refusal(points: readonly MeasuredPoint[]): string {
  try {
    calibrate(points, OPTIONS);
  } catch (error) {
    if (error instanceof CalibrationError) return error.message;
    throw error;
  }
  return "";
}

function relative(value: number, exact: number): number {
  return Math.abs(value / exact - 1);
}

describe("calibrating on a benchmark whose coefficients are known", () => {
  const calibration = calibrateTokens(POINTS, OPTIONS);
  const step = stepOf(calibration);

  it("recovers the step and the overhead", () => {
    expect(relative(step.base, KNOWN_STEP.base)).toBeLessThan(0.01);
    expect(relative(step.perSequence, KNOWN_STEP.perSequence)).toBeLessThan(0.05);
    expect(relative(step.perContextToken, KNOWN_STEP.perContextToken)).toBeLessThan(0.05);
    expect(relative(step.perPrefillToken, KNOWN_STEP.perPrefillToken)).toBeLessThan(0.02);
    expect(relative(calibration.service.requestOverhead, KNOWN_OVERHEAD)).toBeLessThan(0.1);
  });

  it("keeps to straight lines, finds small errors and no outliers", () => {
    expect(step.bySequences).toBeNull();
    expect(step.byPrefillTokens).toBeNull();
    expect(calibration.error).toBeLessThan(0.01);
    expect(calibration.tokens?.areHabitsKnown).toBe(true);
    expect(calibration.points.flatMap(({ values }) => values).some((v) => v.isOutlier)).toBe(false);
    const [tpot, ttft] = calibration.accuracy;
    expect(tpot.heldOut?.points).toBe(2);
    expect(tpot.heldOut?.worst).toBeLessThan(0.02);
    expect(ttft.leaveOneOut?.mean).toBeLessThan(0.03);
  });

  it("says where it was measured", () => {
    expect(calibration.loadRange).toEqual({
      concurrency: [2, 96],
      batch: null,
      input: [512, 4096],
      output: [256, 1024],
    });
  });

  it("gives standard errors that the truth lies within", () => {
    const { standardError, value } = calibration.coefficients[0];
    expect(standardError).not.toBeNull();
    expect(Math.abs(value - KNOWN_STEP.base)).toBeLessThan(3 * (standardError ?? 0));
  });
});

describe("rows that are wrong", () => {
  const dirty = POINTS.map((point, index): MeasuredPoint => {
    if (index === 2) return { ...point, ttft: 20 };
    if (index === 7) return { ...point, tpot: 3 * (point.tpot ?? 0) };
    return point;
  });
  const calibration = calibrateTokens(dirty, OPTIONS);

  it("are set aside and named", () => {
    const named = calibration.points.flatMap(({ measured, values }) =>
      values.filter(({ isOutlier }) => isOutlier).map(({ measure }) => [measured.source, measure]),
    );
    expect(named).toContainEqual([POINTS[2].source, "ttft"]);
    expect(named).toContainEqual([POINTS[7].source, "tpot"]);
  });

  it("don't move the coefficients", () => {
    const step = stepOf(calibration);
    expect(relative(step.base, KNOWN_STEP.base)).toBeLessThan(0.03);
    expect(relative(step.perPrefillToken, KNOWN_STEP.perPrefillToken)).toBeLessThan(0.05);
  });
});

describe("how the benchmark was run", () => {
  it("is found out where the files don't tell", () => {
    const silent = measure(KNOWN_STEP, FULL_DESIGN, 1).map((point) => {
      return { ...point, requests: null, inputCv: null, outputCv: null };
    });
    const calibration = calibrateTokens(silent, OPTIONS);
    expect(calibration.tokens?.areHabitsKnown).toBe(false);
    expect(calibration.tokens?.habits.requestsPerUser).toBe(1);
    // With a rush as large as the benchmark, TPOT alone would take prefill for half of what it is.
    const { perPrefillToken } = stepOf(calibration);
    expect(relative(perPrefillToken, KNOWN_STEP.perPrefillToken)).toBeLessThan(0.1);
  });
});

describe("a step that bends", () => {
  const bent: StepSection = {
    ...KNOWN_STEP,
    base: 0,
    perSequence: 0,
    bySequences: {
      table: [
        [1, 10e-3],
        [16, 18e-3],
        [128, 22e-3],
      ],
    },
  };
  const loads = [2, 4, 8, 16, 32, 64, 128].map((concurrency) => {
    return { loop: "closed", concurrency } as const;
  });
  const calibration = calibrateTokens(measure(bent, { ...FULL_DESIGN, loads }), OPTIONS);

  it("is fitted by a table, because that predicts points left out better", () => {
    const [straight, ...tables] = calibration.tokens?.forms ?? [];
    expect(Math.min(...tables.map(({ error }) => error))).toBeLessThan(0.5 * straight.error);
    expect(stepOf(calibration).bySequences).not.toBeNull();
    expect(calibration.error).toBeLessThan(0.03);
  });
});

describe("an open loop", () => {
  const rates = [0.5, 2, 4, 6].map((rate) => ({ loop: "open", rate, cv: 1 }) as const);
  const points = measure(KNOWN_STEP, { ...FULL_DESIGN, loads: rates });

  it("tells the same coefficients, by Little's law", () => {
    const calibration = calibrateTokens(points, OPTIONS);
    const step = stepOf(calibration);
    expect(relative(step.base, KNOWN_STEP.base)).toBeLessThan(0.03);
    expect(relative(step.perPrefillToken, KNOWN_STEP.perPrefillToken)).toBeLessThan(0.05);
    expect(relative(calibration.service.requestOverhead, KNOWN_OVERHEAD)).toBeLessThan(0.2);
  });
});

describe("points that don't tell the coefficients apart", () => {
  it("of one shape are refused, with the lengths to vary", () => {
    const points = measure(KNOWN_STEP, {
      loads: [1, 2, 4, 8, 16, 32].map((concurrency) => ({ loop: "closed", concurrency })),
      shapes: [[512, 256]],
    });
    const message = refusal(points);
    expect(message).toMatch(/can't tell perSequence and perContextToken apart/);
    expect(message).toMatch(/another input length \(all have 512\)/);
    expect(message).toMatch(/another output length \(all have 256\)/);
    expect(message).not.toMatch(/another concurrency/);
    expect(message).toMatch(/--fix perContextToken=/);
  });

  it("of one concurrency are refused, with the concurrency to vary", () => {
    const points = measure(KNOWN_STEP, {
      loads: [CLOSED_LOADS[1]],
      shapes: [
        [512, 256],
        [4096, 256],
        [512, 1024],
        [2048, 512],
        [1024, 128],
      ],
    });
    const message = refusal(points);
    expect(message).toMatch(/can't tell base and perSequence apart/);
    expect(message).toMatch(/measure at another concurrency/);
  });

  it("are enough once what is known is given", () => {
    const points = measure(KNOWN_STEP, {
      loads: [1, 2, 4, 8, 16, 32].map((concurrency) => ({ loop: "closed", concurrency })),
      shapes: [[512, 256]],
    });
    const fixed = new Map([["perContextToken", KNOWN_STEP.perContextToken] as const]);
    const calibration = calibrateTokens(points, { ...OPTIONS, fixed });
    const step = stepOf(calibration);
    expect(step.perContextToken).toBe(KNOWN_STEP.perContextToken);
    expect(relative(step.perSequence, KNOWN_STEP.perSequence)).toBeLessThan(0.05);
    expect(relative(step.perPrefillToken, KNOWN_STEP.perPrefillToken)).toBeLessThan(0.05);
  });

  it("are refused when they are too few, or have no tokens", () => {
    expect(refusal(POINTS.slice(0, 4))).toMatch(/4 points with tokens and TPOT can't be fitted/);
    const bare = POINTS.map((point) => ({ ...point, input: null }));
    expect(refusal(bare)).toMatch(/0 points with tokens and TPOT.*needs input and output tokens/);
  });
});

describe("points past saturation", () => {
  const narrow = { ...OPTIONS, limits: { ...OPTIONS.limits, maxSequences: 1024 } };

  it("don't have their waits fitted", () => {
    const queueing = POINTS.map((point) => {
      const { load } = point;
      if (load.loop !== "closed" || load.concurrency !== 96) return point;
      // As behind a server that runs 32 at once: the pace of 32 users, and a queue for the rest.
      const busy = POINTS.find(
        (other) =>
          other.load.loop === "closed" &&
          other.load.concurrency === 32 &&
          other.input === point.input &&
          other.output === point.output,
      );
      const answer = (busy?.ttft ?? 0) + (busy?.tpot ?? 0) * ((point.output ?? 0) - 1);
      return { ...point, tpot: busy?.tpot ?? 0, ttft: (busy?.ttft ?? 0) + 2 * answer };
    });
    const calibration = calibrateTokens(queueing, narrow);
    const saturated = calibration.points.filter(({ isSaturated }) => isSaturated);
    expect(saturated).toHaveLength(3);
    for (const { measured } of saturated) {
      expect(measured.load).toEqual({ loop: "closed", concurrency: 96 });
    }
    expect(calibration.loadRange.concurrency).toEqual([2, 32]);
    expect(relative(stepOf(calibration).base, KNOWN_STEP.base)).toBeLessThan(0.05);
  });
});

describe("predictUnknown", () => {
  it("simulates points that the fit doesn't know", () => {
    const known = POINTS.filter((_, index) => index % 4 !== 1);
    const unknown = POINTS.filter((_, index) => index % 4 === 1);
    const predicted = predictUnknown(known, unknown, OPTIONS);
    expect(predicted.map(({ measured }) => measured)).toEqual(unknown);
    for (const { values } of predicted) {
      for (const { measured, predicted: value } of values) {
        expect(relative(value, measured)).toBeLessThan(0.05);
      }
    }
  });
});
