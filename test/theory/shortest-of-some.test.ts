import { describe, expect, it } from "vitest";

import { solveMeanFieldChoice } from "../../src/theory/mean-field-choice.ts";
import { solveMmc } from "../../src/theory/mmc.ts";
import { solveShortestOfSome } from "../../src/theory/shortest-of-some.ts";
import { expectClose } from "./expect-close.ts";

describe("solveShortestOfSome", () => {
  // The same chains solved apart from this code (NumPy): load, servers, choices, cut-off,
  // mean sojourn, T95, T99.
  it.each([
    [0.8, 2, 2, 70, 2.955736617635257, 8.6102529132882, 13.084397708659157],
    [0.8, 4, 4, 22, 1.9531340996061166, 5.5990192502554645, 8.376309846605672],
    [0.8, 4, 2, 26, 2.3301575861081534, 6.418749668255767, 9.347398603939926],
  ])(
    "at %f with %i servers and %i choices",
    (utilization, servers, choices, longest, ...wanted) => {
      const delays = solveShortestOfSome({ utilization, servers, choices, longest });
      expectClose(delays.sojournMean, wanted[0], 1e-8);
      expectClose(delays.sojournQuantile(0.95), wanted[1], 1e-7);
      expectClose(delays.sojournQuantile(0.99), wanted[2], 1e-7);
    },
  );

  it("with one choice is M/M/1", () => {
    const delays = solveShortestOfSome({ utilization: 0.5, servers: 2, choices: 1, longest: 50 });
    const wanted = solveMmc({ arrivalRate: 0.5, serviceRate: 1, servers: 1 });
    expectClose(delays.sojournMean, wanted.sojournMean, 1e-9);
    expectClose(delays.sojournQuantile(0.99), wanted.sojournQuantile(0.99), 1e-9);
  });

  it("lies between the shared queue and the random split, and falls with more choices", () => {
    const [one, two, three] = [1, 2, 3].map(
      (choices) =>
        solveShortestOfSome({ utilization: 0.5, servers: 3, choices, longest: 25 }).sojournMean,
    );
    const shared = solveMmc({ arrivalRate: 1.5, serviceRate: 1, servers: 3 }).sojournMean;
    expect(shared).toBeLessThan(three);
    expect(three).toBeLessThan(two);
    expect(two).toBeLessThan(one);
    expect(solveMeanFieldChoice(0.5, 2).sojournMean).toBeLessThan(two);
  });
});
