import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { priceReruns } from "../../../src/plan/ledger/price-reruns.ts";
import type { JobSection } from "../../../src/scenario/scenario.ts";

const JOB: JobSection = {
  name: "tune",
  perMonth: 10_000,
  failureShare: 0.15,
  gpuHours: 3,
  price: 4,
  failsAt: 1,
  recovery: { kind: "restart" },
};

function costOf(change: Partial<JobSection>): number {
  return priceReruns({ ...JOB, ...change }).costPerMonth;
}

describe("priceReruns", () => {
  it("prices 15 % of 10,000 jobs of 3 GPU-hours at $4, failing late, at $18,000 a month", () => {
    expect(priceReruns(JOB)).toMatchObject({
      jobs: 10_000,
      failures: 1500,
      gpuHoursLost: 4500,
      costPerMonth: 18_000,
      workPerMonth: 120_000,
    });
  });

  it("loses only what was done", () => {
    expect(costOf({ failsAt: 0.5 })).toBe(9000);
  });

  it("loses half an interval between checkpoints on average", () => {
    // 1,500 failures × 0.25 h × $4.
    expect(costOf({ recovery: { kind: "checkpoint", every: 1800 } })).toBe(1500);
  });

  it("loses everything before the first checkpoint", () => {
    const recovery = { kind: "checkpoint", every: 7200 } as const;
    // Failing after 1.5 h of 3, half an hour before the checkpoint at 2 h.
    expect(costOf({ recovery, failsAt: 0.5 })).toBe(9000);
    expect(costOf({ recovery, failsAt: 0.75 })).toBe(6000);
  });

  it("loses nothing where a job resumes", () => {
    expect(costOf({ recovery: { kind: "resume" } })).toBe(0);
  });

  it("shows the other ways to recover", () => {
    expect(priceReruns(JOB).whatIf).toEqual([
      { recovery: { kind: "checkpoint", every: 1800 }, gpuHoursLost: 375, costPerMonth: 1500 },
      { recovery: { kind: "resume" }, gpuHoursLost: 0, costPerMonth: 0 },
    ]);
    const saved = priceReruns({ ...JOB, recovery: { kind: "checkpoint", every: 60 } });
    expect(saved.whatIf.map(({ recovery, costPerMonth }) => [recovery.kind, costPerMonth])).toEqual(
      [
        ["restart", 18_000],
        ["resume", 0],
      ],
    );
  });

  it("gives a short job's what-if shorter intervals", () => {
    const [{ recovery }] = priceReruns({ ...JOB, gpuHours: 0.5 }).whatIf;
    expect(recovery).toEqual({ kind: "checkpoint", every: 300 });
  });

  it("never loses more with checkpoints than from the start", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        (failsAt, gpuHours, every) => {
          const job = { failsAt, gpuHours };
          const saved = costOf({ ...job, recovery: { kind: "checkpoint", every } });
          expect(saved).toBeGreaterThan(0);
          expect(saved).toBeLessThanOrEqual(costOf(job));
        },
      ),
      { seed: 3 },
    );
  });
});
