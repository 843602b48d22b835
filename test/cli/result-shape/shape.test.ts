import { describe, expect, it } from "vitest";
import { COUNT, objectOf, orAbsent } from "../../../src/cli/result-shape/shape.ts";

function problemsOf(value: unknown): readonly string[] {
  const problems: string[] = [];
  const shape = objectOf<{ readonly tried?: number }>({ tried: orAbsent(COUNT) });
  shape.check(value, "", problems);
  return problems;
}

describe("orAbsent", () => {
  it("takes a value that is left out, and checks one that isn't", () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({ tried: 3 })).toEqual([]);
    expect(problemsOf({ tried: null })).toEqual([
      "tried must be a whole number of at least 0, got null",
    ]);
  });
});
