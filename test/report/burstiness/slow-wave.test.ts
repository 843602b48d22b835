import { describe, expect, it } from "vitest";

import { slowWave, waveWords, withoutWave } from "../../../src/report/burstiness/slow-wave.ts";
import { burstinessWords } from "../../../src/report/scenario-words.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const RATE = 2;
/** Of a sine of amplitude 0.8 around the mean: 0.8/√2. */
const VARIATION = 0.8 / Math.SQRT2;

/** Windows of Poisson traffic whose rate varies by so much: 1 + m·v². */
function scalesOf(variation: number, seconds = [0.1, 1, 10, 60, 500, 1000]) {
  return seconds.map((scale) => ({
    scale,
    windows: 100,
    dispersion: 1 + RATE * scale * variation ** 2,
    poisson: [0.75, 1.29] as const,
  }));
}

describe("a rate that rises and falls slowly", () => {
  it("is found with how much it does", () => {
    const wave = slowWave(RATE, scalesOf(VARIATION));
    expect(wave?.scale).toBe(500);
    expect(wave?.variation).toBeCloseTo(VARIATION, 12);
    expect(wave === null ? "" : waveWords(wave)).toBe(
      "the rate itself rises and falls, by 57% of its mean over windows of 500 s",
    );
  });

  it("is not found where it stays, hardly moves, or the traffic is too short to tell", () => {
    expect(slowWave(RATE, scalesOf(0))).toBeNull();
    expect(slowWave(RATE, scalesOf(0.09))).toBeNull();
    expect(slowWave(RATE, scalesOf(VARIATION, [1, 10, 60, 200]))).toBeNull();
    expect(slowWave(RATE, [])).toBeNull();
  });

  it("is not taken for bursts, whose unevenness stays the same beyond them", () => {
    const bursts = (extra: number) => (scale: ReturnType<typeof scalesOf>[number]) => ({
      ...scale,
      dispersion: scale.dispersion + (extra * Math.min(scale.scale, 60)) / 60,
    });
    expect(slowWave(RATE, scalesOf(0).map(bursts(500)))).toBeNull();
    const both = slowWave(RATE, scalesOf(VARIATION).map(bursts(500)));
    expect(both?.variation).toBeCloseTo(VARIATION, 12);
  });

  it("is taken out of the unevenness of short windows, and what bursts add is left", () => {
    const wave = { scale: 500, variation: VARIATION };
    const [, , , { dispersion }] = scalesOf(VARIATION);
    expect(dispersion).toBeCloseTo(39.4, 12);
    expect(withoutWave(dispersion, 60, RATE, wave)).toBe(1);
    expect(withoutWave(dispersion + 20, 60, RATE, wave)).toBeCloseTo(21, 12);
    expect(withoutWave(0.4, 60, RATE, wave)).toBe(0.4);
  });

  it("is told beside how bursty a minute is", () => {
    const { workload } = resultWith();
    const waves = {
      ...workload,
      rate: RATE,
      burstiness: scalesOf(VARIATION),
      indexOfDispersion: { "1s": 1.64, "10s": 7.4, "60s": 39.4 },
    };
    expect(burstinessWords(waves)).toMatch(
      /^about as bursty as Poisson within a minute, but the rate itself rises and falls, by 57% of its mean over windows of 500 s: index of dispersion, both together, 1\.6 in 1 s, 7\.4 in 10 s, 39 in 60 s \(steady Poisson: 1\); /,
    );
    const bursts = { ...waves, indexOfDispersion: { "1s": 3.9, "10s": 30, "60s": 80 } };
    expect(burstinessWords(bursts)).toMatch(
      /^very bursty within a minute, but the rate itself rises and falls/,
    );
    const even = { ...waves, burstiness: scalesOf(0) };
    expect(burstinessWords(even)).toMatch(/^very bursty: /);
    expect(burstinessWords(even)).not.toContain("rises and falls");
  });
});
