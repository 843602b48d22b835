import { describe, expect, it } from "vitest";
import {
  exactChange,
  pairedChange,
  unknownChange,
  unpairedChange,
} from "../../../src/plan/compare/change-of.ts";

describe("a change", () => {
  it("is head less base, and a share of the base", () => {
    expect(exactChange(24.6, 28.7)).toMatchObject({
      difference: expect.closeTo(4.1, 12),
      relative: expect.closeTo(1 / 6, 12),
      basis: "exact",
      isSignificant: true,
    });
    expect(exactChange(3, 3)).toMatchObject({ difference: 0, relative: 0, isSignificant: false });
  });

  it("from nothing has no relative size, and none at all without both numbers", () => {
    expect(exactChange(0, 2).relative).toBeNull();
    expect(exactChange(null, 2)).toMatchObject({ difference: null, basis: null });
    expect(unknownChange(1, 2)).toMatchObject({ difference: 1, basis: null, isSignificant: null });
  });

  it("of separate intervals adds their halves in squares", () => {
    // Below: 3 of the head and 4 of the base give 5; above: 8 and 6 give 10.
    const change = unpairedChange(
      { value: 100, interval: [94, 104] },
      { value: 106, interval: [103, 114] },
    );
    expect(change.interval).toEqual([1, 16]);
    expect(change).toMatchObject({ difference: 6, basis: "unpaired", isSignificant: true });
  });

  it("is not significant when its interval holds zero", () => {
    const base = { value: 100, interval: [90, 110] } as const;
    expect(unpairedChange(base, { value: 103, interval: [95, 112] }).isSignificant).toBe(false);
    expect(pairedChange(0.99, 0.991, [-0.001, 0.003]).isSignificant).toBe(false);
    expect(pairedChange(0.99, 0.991, [0.0005, 0.0015]).isSignificant).toBe(true);
  });

  it("takes a side without an interval as known", () => {
    const change = unpairedChange({ value: 5, interval: null }, { value: 7, interval: [6, 9] });
    expect(change.interval).toEqual([1, 4]);
  });
});
