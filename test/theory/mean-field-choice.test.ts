import { describe, expect, it } from "vitest";

import { solveMeanFieldChoice } from "../../src/theory/mean-field-choice.ts";
import { expectClose } from "./expect-close.ts";

describe("solveMeanFieldChoice", () => {
  // Mitzenmacher (2001), in mpmath with 40 digits: choices, load, mean sojourn.
  it.each([
    [2, 0.5, 1.2656860360875726],
    [2, 0.8, 1.9473633859480872],
    [2, 0.9, 2.6140573773238756],
    [2, 0.99, 5.43199657916188],
    [3, 0.9, 2.027855968995279],
    [5, 0.9, 1.6328812391082657],
  ])("of %i choices at %f", (choices, load, mean) => {
    expectClose(solveMeanFieldChoice(load, choices).sojournMean, mean, 1e-12);
  });

  it("has the sojourn quantiles of theory", () => {
    const { sojournTail } = solveMeanFieldChoice(0.9, 2);
    expectClose(sojournTail(6.403341391299987), 0.05, 1e-12);
    expectClose(sojournTail(8.790970204955613), 0.01, 1e-12);
    expectClose(sojournTail(11.931616314870103), 0.001, 1e-11);
    expectClose(sojournTail(0), 1, 1e-14);
  });

  it("rejects a load outside (0, 1)", () => {
    expect(() => solveMeanFieldChoice(1, 2)).toThrow(
      new RangeError("utilization must be between 0 and 1, got 1"),
    );
  });
});
