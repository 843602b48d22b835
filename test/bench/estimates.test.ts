import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { convertDistserve, type DistserveTable } from "../../bench/presets/convert-distserve.ts";
import { fitEstimate, leaveOut, sumUpLeftOut } from "../../bench/presets/estimate-errors.ts";
import { estimateGroups } from "../../bench/presets/estimate-points.ts";
import { fitEfficiencies } from "../../bench/presets/fit-efficiencies.ts";
import { renderEfficiencies, renderErrors } from "../../bench/presets/render-efficiencies.ts";
import { readBenchmarks } from "../../src/ingest/benchmarks/read-benchmarks.ts";
import { ESTIMATE_FITS } from "../../src/scenario/service-estimate/fitted-efficiencies.ts";

const folder = fileURLToPath(new URL("../../../shared/data", import.meta.url));
const sample = `${folder}/llm-benchmarks.csv.gz`;

const TABLE: DistserveTable = {
  "facebook/opt-13b": {
    "2": {
      decoding_large_small_bs_threshold: 95,
      prefill: [20, 0.1, 1e-5],
      decoding_smallbs: [25, 0.0002, 0.08],
      decoding_largebs: [18, 0.0004, 0.12],
    },
  },
  "facebook/opt-66b": {
    "1": {
      decoding_large_small_bs_threshold: 95,
      prefill: [20, 0.1, 1e-5],
      decoding_smallbs: [25, 0.0002, 0.08],
      decoding_largebs: [18, 0.0004, 0.12],
    },
    "4": {
      decoding_large_small_bs_threshold: 95,
      prefill: [20, 0.1, -1e-5],
      decoding_smallbs: [25, 0.0002, 0.08],
      decoding_largebs: [18, 0.0004, 0.12],
    },
  },
};

describe("converting coefficients of DistServe", () => {
  const converted = convertDistserve(TABLE);

  it("keeps the times of decoding, and of one prompt from 64 tokens on", () => {
    const [{ name, preset }] = converted;
    expect(name).toBe("opt-13b-fp16/a100x2/distserve");
    const { base = 0, byPrefillTokens = [], perContextToken, perSequence = 0 } = preset?.step ?? {};
    const squared = preset?.step.perPrefillTokenSquared ?? 0;
    // 30 sequences of 200 tokens each: 25 + 0.0002·6000 + 0.08·30 = 28.6 ms.
    expect(base + perSequence * 30 + (perContextToken ?? 0) * 6000).toBeCloseTo(28.6, 9);
    // A prompt of 1,000 tokens: 20 + 0.1·1000 + 1e-5·1000² = 130 ms.
    const [, [from, start], [to, end]] = byPrefillTokens;
    expect([from, to]).toEqual([64, 2048]);
    const prefill = start + ((end - start) / (to - from)) * (1000 - from);
    expect(base + perSequence + prefill + squared * 1000 ** 2).toBeCloseTo(130, 4);
    expect(preset).toMatchObject({ error: null, points: 0, concurrency: [1, 94] });
  });

  it("refuses what doesn't fit, and a prompt that gets faster as it grows", () => {
    expect(converted.slice(1).map(({ refusal }) => refusal)).toEqual([
      "the weights don't fit",
      "its time a token falls with the prompt",
    ]);
  });
});

describe.skipIf(!existsSync(sample))("estimates (skipped without ../shared/data)", () => {
  it("have the efficiencies and errors that fitting them anew gives", async () => {
    const { rows } = await readBenchmarks([sample], { unit: null, batch: null });
    const groups = estimateGroups(rows);
    const dense = groups.filter(({ machine }) => machine.model.experts === null);
    const mixtures = groups.filter(({ machine }) => machine.model.experts !== null);
    // Of mixtures the GPUs alone are left out, which give the error that estimates carry.
    const mixture = {
      ...ESTIMATE_FITS.mixture,
      efficiencies: fitEfficiencies(mixtures),
      gpuLeftOut: sumUpLeftOut(leaveOut(mixtures, "gpu")),
    };
    const fits = { dense: fitEstimate(dense), mixture };
    expect(renderEfficiencies(fits)).toBe(renderEfficiencies(ESTIMATE_FITS));
  }, 180_000);
});

describe("the page of presets", () => {
  it("has the errors of estimates as they were measured", () => {
    const page = readFileSync(
      fileURLToPath(new URL("../../docs/service-presets.md", import.meta.url)),
      "utf8",
    );
    const plain = page.replace(/ +/gu, " ");
    const [, , ...rows] = renderErrors(ESTIMATE_FITS).split("\n");
    expect(rows).toHaveLength(4);
    for (const row of rows) expect(plain).toContain(row);
  });
});
