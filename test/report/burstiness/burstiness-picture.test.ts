import { describe, expect, it } from "vitest";
import type { BurstinessAtScale, Result } from "../../../src/plan/result.ts";
import { burstinessPicture } from "../../../src/report/burstiness/burstiness-picture.ts";
import { burstinessTitle } from "../../../src/report/burstiness/burstiness-words.ts";
import type { Picture } from "../../../src/report/picture.ts";
import { expectSound, filled } from "../../helpers/picture-checks.ts";
import { resultWith } from "../../helpers/result-builder.ts";

const SCALES = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 60, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** The index of each scale, within a band that widens with it. */
function scalesWith(index: (scale: number) => number, count: number = SCALES.length) {
  return SCALES.slice(0, count).map((scale, place): BurstinessAtScale => {
    const spread = 0.01 * 1.3 ** place;
    const poisson = [Math.max(0, 1 - spread), 1 + spread] as const;
    return { scale, windows: Math.round(1e5 / scale), dispersion: index(scale), poisson };
  });
}

function resultOf(burstiness: readonly BurstinessAtScale[]): Result {
  const result = resultWith();
  return { ...result, workload: { ...result.workload, burstiness } };
}

function pictureOf(result: Result): Picture {
  return filled(burstinessPicture(result));
}

const CASES: Readonly<Record<string, Result>> = {
  "bursts of ten seconds": resultWith(),
  "a rate that drifts": resultOf(scalesWith((scale) => 1 + scale ** 1.2)),
  Poisson: resultOf(scalesWith(() => 1)),
  "even traffic": resultOf(scalesWith(() => 0, 9)),
  "smooth traffic": resultOf(scalesWith((scale) => 1 / (1 + scale), 9)),
  "two scales": resultOf(scalesWith(() => 2, 2)),
};

describe.each(Object.entries(CASES))("the burstiness of %s", (_, result) => {
  const picture = pictureOf(result);

  it("is legible, and gives Vega-Lite nothing to warn about", async () => {
    await expectSound(picture);
  });
});

describe("the picture of burstiness", () => {
  it("sets the gaps' variation beside the index that it would make", () => {
    const result = resultWith();
    const workload = { ...result.workload, interarrivalCv: 2.5 };
    const text = JSON.stringify(pictureOf({ ...result, workload }).text);
    expect(text).toContain("vary 2.5 times as much as Poisson's");
    expect(text).toContain("the index would be the square, 6.3.");
  });

  it("stays the specification it was", async () => {
    const { spec, text } = pictureOf(resultWith());
    await expect(`${JSON.stringify({ text, spec }, null, 1)}\n`).toMatchFileSnapshot(
      "burstiness-spec.json",
    );
  });

  it("draws the values of the result", () => {
    const result = resultWith();
    const text = JSON.stringify(pictureOf(result).spec);
    expect(result.workload.burstiness.length).toBeGreaterThan(3);
    for (const { dispersion, poisson, scale } of result.workload.burstiness) {
      expect(text).toContain(`{"scale":${scale},"index":${dispersion},`);
      expect(text).toContain(`{"scale":${scale},"low":${poisson[0]},"high":${poisson[1]}}`);
    }
  });

  it("is missing where the traffic is too short", () => {
    expect(burstinessPicture(resultOf([]))).toMatchObject({
      name: "burstiness",
      missing: expect.stringContaining("too short"),
    });
  });
});

describe("the title", () => {
  it.each([
    ["Traffic is 9 times as uneven as Poisson at 10 s", (s: number) => (s === 10 ? 9 : 2)],
    ["Traffic is about as even as Poisson from 100 ms to 2 h 46 min", () => 1.2],
    [
      "Traffic is 61 times as uneven as Poisson at 1 min, and more so the longer one looks",
      (s: number) => 1 + s,
    ],
    ["Traffic is 4 times more even than Poisson at 5 s", (s: number) => (s === 5 ? 0.25 : 1)],
    ["Traffic is far more even than Poisson at 100 ms", () => 0],
    // Only beyond a minute.
    [
      "Traffic is 12 times as uneven as Poisson at 16 min 40 s",
      (s: number) => (s === 1000 ? 12 : 1),
    ],
  ])("is %j", (title, index) => {
    expect(burstinessTitle(scalesWith(index), 1000)).toBe(title);
  });

  it.each([
    [
      "Traffic rises and falls by 50%; within a minute it is about as even as Poisson",
      (s: number) => 1 + s * 0.5 ** 2,
    ],
    [
      "Traffic is 25 times as uneven as Poisson at 1 min, and rises and falls by 50%",
      (s: number) => 1 + s * 0.5 ** 2 + Math.min(s, 60) * 0.15,
    ],
    [
      "Traffic is far more even than Poisson at 100 ms, and rises and falls by 50%",
      (s: number) => (s < 60 ? 0 : 1 + s * 0.5 ** 2),
    ],
  ])("tells a slow wave from bursts: %j", (title, index) => {
    expect(burstinessTitle(scalesWith(index), 1)).toBe(title);
  });

  it("doesn't call chance a burst", () => {
    const inside = { scale: 50, windows: 12, dispersion: 1.7, poisson: [0.29, 1.86] as const };
    expect(burstinessTitle([inside], 1)).toMatch(/^Traffic is about as even as Poisson/);
  });
});
