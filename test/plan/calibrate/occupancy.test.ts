import { describe, expect, it } from "vitest";

import { occupancyOf } from "../../../src/plan/calibrate/occupancy.ts";

describe("occupancyOf", () => {
  it("splits the requests in flight by Little's law", () => {
    // 1 s to the first token, 3 s for the other 300: three quarters of 8 requests decode.
    const occupancy = occupancyOf(
      { requests: 8, input: 1000, output: 301, ttft: 1, tpot: 0.01 },
      8192,
    );
    expect(occupancy.prefillsPerStep).toBeCloseTo(6 / 300, 12);
    expect(occupancy.sequences).toBeCloseTo(6 + 0.02, 12);
    expect(occupancy.contextTokens).toBeCloseTo(6 * 1150.5, 9);
    expect(occupancy.prefillTokens).toBeCloseTo(20, 12);
    expect(occupancy.chunks).toEqual([1000]);
  });

  it("cuts long prompts into steps, each of which holds the sequence", () => {
    const load = { requests: 4, input: 5000, output: 101, ttft: null, tpot: 0.01 };
    const { chunks, sequences } = occupancyOf(load, 2048);
    expect(chunks).toEqual([2048, 2048, 904]);
    expect(sequences).toBeCloseTo(4 + 0.12, 12);
  });
});
