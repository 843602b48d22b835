import { describe, expect, it } from "vitest";

import { stationaryLawOfBand } from "../../src/theory/banded-chain.ts";
import { expectClose } from "./expect-close.ts";

const walk =
  (up: number) =>
  (from: number, to: number): number => {
    if (to === from + 1) return up;
    return to === Math.max(0, from - 1) ? 1 - up : 0;
  };

describe("stationaryLawOfBand", () => {
  it("of a walk with a drift down is geometric", () => {
    const law = stationaryLawOfBand({ reachDown: 1, reachUp: 1, transition: walk(0.3) });
    const ratio = 3 / 7;
    for (const n of [0, 1, 5, 30]) expectClose(law[n], (1 - ratio) * ratio ** n, 1e-13);
  });

  it("finds room for a law that fades slowly", () => {
    const law = stationaryLawOfBand({ reachDown: 1, reachUp: 1, transition: walk(0.495) });
    const ratio = 0.495 / 0.505;
    expectClose(law[1000], (1 - ratio) * ratio ** 1000, 1e-11);
  });

  it("rejects a chain that doesn't settle", () => {
    expect(() => stationaryLawOfBand({ reachDown: 1, reachUp: 1, transition: walk(0.5) })).toThrow(
      new RangeError("the chain is not stable"),
    );
  });
});
