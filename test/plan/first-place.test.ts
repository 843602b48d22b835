import { expect, it } from "vitest";
import { firstPlace } from "../../src/plan/first-place.ts";

it("finds where a condition begins to hold, at either end and between", () => {
  for (let count = 0; count <= 20; count++) {
    for (let first = 0; first <= count; first++) {
      expect(firstPlace(count, (place) => place >= first)).toBe(first);
    }
  }
});
