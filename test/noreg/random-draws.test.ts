/**
 * Pinned draws: a change here changes the results of every seeded run, and belongs in the
 * changelog.
 */
import { describe, expect, it } from "vitest";

import { openStream } from "../../src/random/stream.ts";
import type { ArrivalProcess } from "../../src/workload/arrival-process.ts";
import { generateArrivals } from "../../src/workload/generate-arrivals.ts";
import { generateWorkload } from "../../src/workload/generate-workload.ts";

describe("seeded draws", () => {
  it.each([
    ["arrivals", [0.07958051400757149, 0.27695320726070094, 0.6457331192514782]],
    ["states", [0.8444569436338165, 0.15685493011884533, 0.26273054301029175]],
    ["input", [0.4888071909019862, 0.04784518763970391, 0.09436052009947926]],
    ["output", [0.6305376405843804, 0.8075284392387181, 0.32462414423403396]],
    ["routing", [0.011506646153902178, 0.026294296549108975, 0.5469802378621468]],
  ])("of the %s stream stay the same", (purpose, uniforms) => {
    const stream = openStream(1, 0, purpose);
    expect([stream(), stream(), stream()]).toEqual(uniforms);
  });

  const spikes = [{ at: 1, factor: 2, duration: 1 }];
  it.each<[ArrivalProcess, number, readonly number[], number]>([
    [
      { process: "poisson", rate: 2, spikes },
      1979,
      [0.041462874911679826, 0.20360354424650187, 0.7224559189809925],
      999.6727884597744,
    ],
    [
      { process: "gamma", rate: 2, cv: 2.5, spikes },
      1970,
      [2.6750738009605863e-7, 0.000649516648814632, 0.13430989691304682],
      999.0244140336852,
    ],
    [
      { process: "weibull", rate: 2, cv: 2.5, spikes },
      1970,
      [0.000986821498573898, 0.019787199866799457, 0.2520055299386144],
      999.2699647257427,
    ],
    [{ process: "deterministic", rate: 2, spikes }, 2001, [0.5, 1, 1.25], 999.5],
    [
      {
        process: "schedule",
        points: [
          [0, 1],
          [10, 5],
        ],
        spikes,
      },
      4894,
      [0.08159422627120048, 0.37854745357185643, 1.086402040333036],
      999.9206821994885,
    ],
    [
      {
        process: "mmpp",
        states: [
          { rate: 4, meanDwell: 1 },
          { rate: 1, meanDwell: 3 },
          { rate: 2, meanDwell: 2 },
        ],
        transitions: [
          [0, 0.5, 0.5],
          [1, 0, 0],
          [0.5, 0.5, 0],
        ],
        spikes,
      },
      1896,
      [0.041462874911679826, 0.20360354424650187, 0.5318442076354045],
      999.8741318843981,
    ],
    [
      { process: "on-off", rate: 4, onMean: 1, offMean: 1, spikes },
      1974,
      [0.19134768560074816, 0.2724180202681592, 2.293722210657537],
      999.5182786710732,
    ],
  ])("of $process arrivals stay the same", (process, count, first, last) => {
    const arrivals = generateArrivals(process, 1000, {
      arrivals: openStream(1, 0, "arrivals"),
      states: openStream(1, 0, "states"),
    });
    expect(arrivals.length).toBe(count);
    expect([...arrivals.subarray(0, 3)]).toEqual(first);
    expect(arrivals.at(-1)).toBe(last);
  });

  it("of token counts stay the same", () => {
    const free = { min: null, max: null };
    const { inputs, outputs } = generateWorkload({
      seed: 1,
      replication: 0,
      duration: 100,
      arrivals: { process: "poisson", rate: 2, spikes: [] },
      input: {
        distribution: "lognormal",
        quantiles: [
          [0.5, 1020],
          [0.95, 4083],
        ],
        min: null,
        max: 8192,
      },
      output: { distribution: "gamma", mean: 129, cv: 1.5, ...free },
    });
    expect([...inputs.subarray(0, 8)]).toEqual([996, 250, 337, 1517, 2136, 1507, 383, 3956]);
    expect([...outputs.subarray(0, 8)]).toEqual([98, 218, 18, 1, 23, 1, 1, 5]);
  });
});
