import { describe, expect, it } from "vitest";

import { durationText, renderServiceYaml } from "../../src/report/calibration-yaml.ts";
import { formatError } from "../../src/report/format.ts";
import type { CalibrationSection } from "../../src/scenario/calibration-section.ts";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { ServiceSection } from "../../src/scenario/scenario.ts";

const CALIBRATION: CalibrationSection = {
  source: 'bench "a": 1.json',
  date: "2026-11-01",
  engine: "vllm 0.12.0, H100",
  error: 0.042,
  ttftError: 0.095,
  loadRange: { concurrency: [1, 64], batch: null, input: [128, 8192], output: null },
};
const KNOWN = { calibration: null, calibrationError: null };

/** The service as a scenario with this block reads it. */
function readBack(service: ServiceSection): ServiceSection {
  const text = [
    "name: read-back",
    "workload:",
    "  generate:",
    "    duration: 1m",
    "    arrivals: {process: poisson, rate: 1/s}",
    "    input: {distribution: constant, value: 100}",
    "    output: {distribution: constant, value: 100}",
    renderServiceYaml(service, CALIBRATION),
    "fleet: {replicas: 1, price: $1/h}",
    "slo: {objectives: [{p95: 1s}]}",
    "",
  ].join("\n");
  return parseScenario(text, { file: "scenario.yaml", sets: [], seed: null }).scenario.service;
}

describe("the service block", () => {
  it("of straight lines is read back as it was written", () => {
    const service: ServiceSection = {
      kind: "continuous",
      step: {
        base: 8.766e-3,
        perSequence: 62.31e-6,
        bySequences: null,
        perPrefillToken: 32.61e-6,
        byPrefillTokens: null,
        perContextToken: 0.7541e-9,
        perPrefillTokenSquared: 0,
      },
      maxBatchedTokens: 8192,
      maxSequences: 256,
      kvCache: { blocks: 27_000, blockSize: 16 },
      requestOverhead: 18.4e-3,
      ...KNOWN,
    };
    expect(readBack(service)).toEqual({
      ...service,
      calibration: CALIBRATION,
      calibrationError: 0.042,
    });
  });

  it("of tables is read back as it was written", () => {
    const service: ServiceSection = {
      kind: "continuous",
      step: {
        base: 0,
        perSequence: 0,
        bySequences: {
          table: [
            [1, 7.1e-3],
            [32, 8.4e-3],
          ],
        },
        perPrefillToken: 0,
        byPrefillTokens: {
          table: [
            [0, 0],
            [512, 30e-3],
          ],
        },
        perContextToken: 25e-9,
        perPrefillTokenSquared: 0,
      },
      maxBatchedTokens: 512,
      maxSequences: 32,
      kvCache: null,
      requestOverhead: 0,
      ...KNOWN,
    };
    expect(readBack(service)).toMatchObject({ step: service.step, requestOverhead: 0 });
  });

  it("of batches and serial times is read back as it was written", () => {
    const batch: ServiceSection = {
      kind: "batch",
      latency: {
        table: [
          [1, 9e-3],
          [8, 17e-3],
        ],
      },
      maxBatch: 8,
      adaptive: null,
      maxWait: 0,
      preferredBatches: [],
      queuePolicy: null,
      jitter: null,
      requestOverhead: 1e-3,
      ...KNOWN,
    };
    expect(readBack(batch)).toMatchObject({ latency: batch.latency, maxBatch: 8 });
    const line = { base: 5e-3, perInputToken: 60e-6, perOutputToken: 12e-3 };
    const laws = [
      { distribution: "constant", value: 20e-3 } as const,
      {
        distribution: "empirical",
        quantiles: [
          [0.5, 10e-3],
          [0.999, 90e-3],
        ],
        min: null,
        max: null,
      } as const,
      line,
    ];
    for (const time of laws) {
      const serial = {
        kind: "serial",
        concurrency: 4,
        time,
        requestOverhead: 0,
        ...KNOWN,
      } as const;
      expect(readBack(serial)).toMatchObject({ concurrency: 4, time });
    }
  });

  it("states the error as the words do, rounded up", () => {
    const time = { distribution: "constant", value: 1 } as const;
    const service = { kind: "serial", concurrency: 1, time, requestOverhead: 0, ...KNOWN } as const;
    for (const [error, text] of [
      [0.0141, "1.5%"],
      [0.02, "2.0%"],
      [0, "0.1%"],
    ] as const) {
      expect(formatError(error)).toBe(text);
      expect(renderServiceYaml(service, { ...CALIBRATION, error })).toContain(`error: ${text}\n`);
    }
  });

  it("leaves out what isn't known", () => {
    const service = {
      kind: "serial",
      concurrency: 1,
      time: { distribution: "constant", value: 1 },
      requestOverhead: 0,
      ...KNOWN,
    } as const;
    const bare = { source: "a", date: null, engine: null, error: null, loadRange: null };
    expect(renderServiceYaml(service, bare)).toBe(
      'service:\n  kind: serial\n  concurrency: 1\n  time: 1s\n  calibration:\n    source: "a"\n',
    );
  });
});

describe("durationText", () => {
  it.each([
    [0, "0s"],
    [1.5, "1.5s"],
    [0.0087664, "8.766ms"],
    [62.3e-6, "62.3us"],
    [25e-9, "25ns"],
    [0.754e-9, "0.754ns"],
    [2e-14, "0.00002ns"],
    [1e-16, "0s"],
  ])("writes %d s as %s", (seconds, text) => {
    expect(durationText(seconds)).toBe(text);
  });
});
