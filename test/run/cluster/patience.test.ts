import { describe, expect, it } from "vitest";
import { openPatience } from "../../../src/run/cluster/patience.ts";

describe("openPatience", () => {
  it("is over after one, two and four minutes, and after one again when there was progress", () => {
    const patience = openPatience(100);
    const told = (from: number, to: number): readonly number[] => {
      const seconds: number[] = [];
      for (let now = from; now <= to; now += 5) {
        if (patience.over(now) !== null) seconds.push(now);
      }
      return seconds;
    };
    expect(told(100, 500)).toEqual([160, 220, 340]);
    patience.renew(500);
    expect(told(500, 600)).toEqual([560]);
    expect(patience.over(620)).toBe(120);
  });
});
