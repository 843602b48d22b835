import { describe, expect, it } from "vitest";
import { findGrowth, type Growth } from "../../../src/plan/headroom/find-growth.ts";
import { openInlineExecutor } from "../../../src/run/inline-executor.ts";
import { sweepOf } from "../swept.ts";

/** Five requests a second, evenly, on one replica that takes the time given. */
function growthOf(time: string, ...sets: readonly string[]): Promise<Growth> {
  const [setting] = sweepOf([
    "workload.generate={duration: 10m, arrivals: {process: deterministic, rate: 5/s}}",
    `service.time=${time}`,
    "fleet.replicas=[1, 2]",
    ...sets,
  ]);
  return findGrowth(setting, 1, openInlineExecutor());
}

describe("findGrowth", () => {
  it("finds the factor at which steady traffic fills a replica, to 1 %", async () => {
    // 5/s of 80 ms are 0.4 of a replica. The queue of an overload has 600 s / 2.5 to pass the limit
    // of 1 s: 1.005 times capacity is the most that 95 % of requests outlive.
    const { breaks, breaksAt, factor } = await growthOf("80ms");
    expect(factor).toBeGreaterThan(2.5 * 0.99);
    expect(factor).toBeLessThan(2.5 * 1.006);
    expect(breaksAt! / factor!).toBeLessThanOrEqual(1.01);
    expect(breaksAt! / factor!).toBeGreaterThan(1);
    expect(breaks?.objective).toMatchObject({ metric: "latency", within: 1, target: 0.95 });
    expect(breaks?.limits.binds).toBe("compute");
    expect(breaks?.reason).toMatch(/^p95 latency ≤ 1 s breaks first \(.*good\): compute binds/);
  });

  it("finds how far traffic must shrink for a fleet that doesn't hold", async () => {
    const { breaksAt, factor } = await growthOf("500ms");
    expect(factor).toBeGreaterThan(0.4 * 0.99);
    expect(factor).toBeLessThan(0.4 * 1.006);
    expect(breaksAt).toBeGreaterThan(factor ?? Infinity);
  });

  it("gives up where nothing breaks, or nothing holds", async () => {
    const short = "workload.generate.duration=20s";
    expect(await growthOf("1us", short)).toEqual({ factor: 64, breaksAt: null, breaks: null });
    const slow = await growthOf("2s", "workload.generate.duration=20s");
    expect(slow).toMatchObject({ factor: null, breaksAt: 1 / 64 });
    expect(slow.breaks?.reason).toMatch(/no limit binds there/);
  });
});
