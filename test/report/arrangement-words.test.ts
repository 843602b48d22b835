import { describe, expect, it } from "vitest";
import {
  arrangementHeadline,
  rankArrangements,
  savingSentences,
} from "../../src/report/arrangement-words.ts";
import { arrangementWith, pooledResult, poolWith } from "../helpers/pooled-result.ts";

const none = arrangementWith("split", [poolWith("a", 3, 7), poolWith("b", 3, null)]);

describe("arrangementHeadline", () => {
  it("gives what each arrangement takes and costs, the cheapest first", () => {
    const [separate, shared] = pooledResult().arrangements;
    expect(arrangementHeadline({ arrangements: [none, separate, shared] })).toBe(
      "shared: 10 replicas, $6.00/h; separate: 7 + 3 + 5 replicas, $9.00/h; split: no answer for b",
    );
    expect(rankArrangements([none, separate])[0]).toBe(separate);
  });

  it("counts those that would make it too long, and is empty without any", () => {
    const arrangements = ["a", "b", "c", "d", "e"].map((name, index) =>
      arrangementWith(name, [poolWith("x", 1, index + 1)]),
    );
    expect(arrangementHeadline({ arrangements })).toBe(
      "a: 1 replica, $0.60/h; b: 2 replicas, $1.20/h; c: 3 replicas, $1.80/h; 2 more",
    );
    expect(arrangementHeadline({ arrangements: [] })).toBe("");
  });
});

describe("savingSentences", () => {
  it("says what the cheapest saves against the next that holds", () => {
    const small = arrangementWith("small", [poolWith("x", 1, 5)]);
    const large = arrangementWith("large", [poolWith("x", 1, 10)]);
    expect(savingSentences({ arrangements: [large, none, small] })).toEqual([
      "small costs $3.00/h ($2.19k a month) less than large.",
    ]);
    expect(savingSentences({ arrangements: [small, none] })).toEqual([]);
  });
});
