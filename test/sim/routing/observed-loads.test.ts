import { describe, expect, it } from "vitest";

import { ObservedLoads } from "../../../src/sim/routing/observed-loads.ts";
import { HandFleet } from "./hand-fleet.ts";

describe("ObservedLoads", () => {
  it("without staleness reads through to replaced arrays", () => {
    const fleet = new HandFleet(1);
    const loads = new ObservedLoads(fleet, 0);
    expect(loads.nextTime).toBe(Infinity);
    fleet.outstanding = Float64Array.of(3, 4);
    fleet.kvUses = [0.1, 0.2];
    expect([...loads.outstanding]).toEqual([3, 4]);
    expect(loads.kvUse(1)).toBe(0.2);
  });

  it("keeps what was reported until the next multiple of the staleness", () => {
    const fleet = new HandFleet(2);
    const loads = new ObservedLoads(fleet, 0.5);
    fleet.outstanding.set([3, 5]);
    fleet.waiting.set([1, 2]);
    fleet.running.set([2, 3]);
    fleet.kvUses = [0.25, 0.75];
    expect([...loads.outstanding]).toEqual([0, 0]);
    expect(loads.nextTime).toBe(0.5);
    loads.refresh(0.5);
    fleet.outstanding.fill(9);
    fleet.waiting.fill(9);
    fleet.running.fill(9);
    fleet.kvUses = [1, 1];
    expect([...loads.outstanding]).toEqual([3, 5]);
    expect([...loads.waiting]).toEqual([1, 2]);
    expect([...loads.running]).toEqual([2, 3]);
    expect([loads.kvUse(0), loads.kvUse(1)]).toEqual([0.25, 0.75]);
    expect(loads.nextTime).toBe(1);
  });

  it("stays on the multiples over a long run", () => {
    const loads = new ObservedLoads(new HandFleet(1), 0.05);
    let reports = 0;
    while (loads.nextTime < 100) {
      const { nextTime } = loads;
      loads.refresh(nextTime);
      expect(loads.nextTime).toBeGreaterThan(nextTime);
      reports++;
      expect(nextTime).toBe(reports * 0.05);
    }
    expect(reports).toBe(1999);
  });

  it("takes a replica that came since the last report for empty", () => {
    const fleet = new HandFleet(1);
    const loads = new ObservedLoads(fleet, 1);
    fleet.outstanding[0] = 4;
    loads.refresh(1);
    fleet.outstanding = Float64Array.of(4, 2);
    fleet.kvUses = [0, 0.5];
    expect([...loads.outstanding]).toEqual([4, 0]);
    expect(loads.kvUse(1)).toBe(0);
    loads.refresh(2);
    expect([...loads.outstanding]).toEqual([4, 2]);
    loads.reset(1);
    expect([...loads.outstanding]).toEqual([4, 0]);
    expect(loads.kvUse(1)).toBe(0);
  });
});
