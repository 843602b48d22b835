import { describe, expect, it } from "vitest";

import { TokenBucket } from "../../../src/sim/admission/token-bucket.ts";

describe("TokenBucket", () => {
  it("lets a burst pass at first, and then what its rate gives", () => {
    const bucket = new TokenBucket({ rate: 10, burst: 3 });
    expect([0, 0, 0, 0].map((now) => bucket.allows(now))).toEqual([true, true, true, false]);
    expect(bucket.allows(0.09)).toBe(false);
    expect(bucket.allows(0.11)).toBe(true);
    expect(bucket.allows(0.12)).toBe(false);
    // 1 + 0.9 tokens by 0.3 s, less the one: a rejected request takes nothing.
    expect(bucket.allows(0.3)).toBe(true);
    expect(bucket.allows(0.31)).toBe(true);
    expect(bucket.allows(0.32)).toBe(false);
  });

  it("gathers no more than a burst while it is idle", () => {
    const bucket = new TokenBucket({ rate: 100, burst: 2 });
    expect([1000, 1000, 1000].map((now) => bucket.allows(now))).toEqual([true, true, false]);
  });

  it("lets requests pass that come exactly at its rate, whatever the rounding", () => {
    const bucket = new TokenBucket({ rate: 10, burst: 1 });
    for (let i = 0; i < 100_000; i++) expect(bucket.allows(i / 10)).toBe(true);
  });

  it("lets pass no more than burst and rate together give over any span", () => {
    const bucket = new TokenBucket({ rate: 30, burst: 5 });
    let passed = 0;
    for (let i = 0; i < 100_000; i++) if (bucket.allows(i / 1000)) passed++;
    // 5 + 30·99.999 = 3004.97 tokens are there to take.
    expect(passed).toBe(3004);
  });
});
