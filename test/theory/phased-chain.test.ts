import { describe, expect, it } from "vitest";

import {
  phasedMean,
  stationaryLawOfPhases,
  type PhasedMove,
} from "../../src/theory/phased-chain.ts";
import { expectClose } from "./expect-close.ts";

/** M/M/1 at a load of 2. */
function grow(level: number): PhasedMove[] {
  const arrive: PhasedMove = [level + 1, 0, 2];
  return level > 0 ? [arrive, [level - 1, 0, 1]] : [arrive];
}

describe("stationaryLawOfPhases", () => {
  it("of M/M/1 beside an independent switch is the product of both laws", () => {
    const law = stationaryLawOfPhases({
      phases: 2,
      moves: (level, phase) => [
        [level + 1, phase, 0.6],
        ...(level > 0 ? [[level - 1, phase, 1] as const] : []),
        phase === 0 ? [level, 1, 0.01] : [level, 0, 0.03],
      ],
    });
    for (const level of [0, 1, 7]) {
      expectClose(law[2 * level], 0.4 * 0.6 ** level * 0.75, 1e-13);
      expectClose(law[2 * level + 1], 0.4 * 0.6 ** level * 0.25, 1e-13);
    }
    expectClose(
      phasedMean(law, 2, (level, phase) => level * phase),
      1.5 * 0.25,
      1e-12,
    );
  });

  it("goes on where the states at the edge are rare whatever the level", () => {
    // M/M/1 at 0.9, whose phase 2 nobody ever reaches: state 255 of the first truncation is one.
    const phases = 3;
    const law = stationaryLawOfPhases({
      phases,
      moves: (level, phase) => {
        if (phase > 0) return [[level, phase - 1, 1]];
        return [[level + 1, phase, 0.9], ...(level > 0 ? [[level - 1, phase, 1] as const] : [])];
      },
    });
    expectClose(
      phasedMean(law, phases, (level) => level),
      9,
      1e-10,
    );
  });

  it("rejects a chain that doesn't settle", () => {
    expect(() => stationaryLawOfPhases({ phases: 1, moves: grow })).toThrow(
      new RangeError("the chain is not stable"),
    );
  });
});
