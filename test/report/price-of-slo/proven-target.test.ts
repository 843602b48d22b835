import { describe, expect, it } from "vitest";
import { provesTarget } from "../../../src/report/price-of-slo/proven-target.ts";

const MET = {
  compliance: 0.9996,
  effectiveViolations: 23,
  interval: [0.9982, 0.9998],
  target: 0.99,
  verdict: "met",
} as const;

describe("provesTarget", () => {
  it("follows the verdict at an objective's own target", () => {
    expect(provesTarget(MET, 0.99)).toBe(true);
    expect(provesTarget({ ...MET, verdict: "insufficient" }, 0.99)).toBe(false);
  });

  it("proves laxer targets where the own one is met", () => {
    expect(provesTarget({ ...MET, effectiveViolations: 0, interval: [0, 1] }, 0.9)).toBe(true);
  });

  it("proves stricter targets as far as the interval goes, if there is evidence for it", () => {
    expect(provesTarget(MET, 0.998)).toBe(true);
    expect(provesTarget(MET, 0.999)).toBe(false);
    const few = { ...MET, effectiveViolations: 4 };
    // 0.04 % late is under a third of the 0.2 % allowed, but not of 0.1 %.
    expect(provesTarget(few, 0.998)).toBe(true);
    expect(provesTarget({ ...few, interval: [0.9991, 1] }, 0.999)).toBe(false);
  });

  it("proves a laxer target by the interval where the own one is open, and never a stricter one", () => {
    const open = { ...MET, compliance: 0.985, interval: [0.96, 0.995] as const };
    expect(provesTarget({ ...open, verdict: "undecided" }, 0.95)).toBe(true);
    expect(provesTarget({ ...open, verdict: "undecided" }, 0.97)).toBe(false);
    expect(provesTarget({ ...open, interval: [0.9991, 1], verdict: "insufficient" }, 0.999)).toBe(
      false,
    );
  });

  it("proves nothing without an interval", () => {
    const unknown = { ...MET, interval: null, verdict: "insufficient", effectiveViolations: null };
    expect(provesTarget({ ...unknown, verdict: "insufficient" }, 0.9)).toBe(false);
  });
});
