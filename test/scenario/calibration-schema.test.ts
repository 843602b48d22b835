import { describe, expect, it } from "vitest";

import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { ServiceSection } from "../../src/scenario/scenario.ts";
import { BATCHED, EXAMPLE, MINIMAL } from "./example.ts";
import { refuseEach } from "./mistakes.ts";

function serviceOf(text: string, ...sets: readonly string[]): ServiceSection {
  return parseScenario(text, { file: "scenario.yaml", sets, seed: null }).scenario.service;
}

const BLOCK = "{source: bench.json, date: 2026-11-01, engine: vllm, error: 4.2%}";

describe("where the times of a service come from", () => {
  it("is kept, and its error is that of the service", () => {
    for (const text of [MINIMAL, BATCHED, EXAMPLE]) {
      const service = serviceOf(text, `service.calibration=${BLOCK}`);
      expect(service.calibration).toEqual({
        source: "bench.json",
        date: "2026-11-01",
        engine: "vllm",
        error: 0.042,
        loadRange: null,
      });
      expect(service.calibrationError).toBe(0.042);
    }
  });

  it("may give the error beside it, or twice the same", () => {
    const without = "service.calibration={source: bench.json}";
    const given = serviceOf(MINIMAL, without, "service.calibrationError=3%");
    expect(given.calibrationError).toBe(0.03);
    expect(given.calibration?.error).toBeNull();
    const same = serviceOf(
      MINIMAL,
      `service.calibration=${BLOCK}`,
      "service.calibrationError=4.2%",
    );
    expect(same.calibrationError).toBe(0.042);
  });

  it("has an error of TTFT beside it only where one is given", () => {
    const service = serviceOf(
      EXAMPLE,
      "service.calibration={source: a, error: 4.2%, ttftError: 9.5%}",
    );
    expect(service.calibration).toHaveProperty("ttftError", 0.095);
    expect(service.calibrationError).toBe(0.042);
    const without = serviceOf(EXAMPLE, `service.calibration=${BLOCK}`);
    expect(without.calibration).not.toHaveProperty("ttftError");
  });

  it("has the loads that were measured", () => {
    const ranges = "{concurrency: [1, 64], input: [128, 8192]}";
    const service = serviceOf(MINIMAL, `service.calibration={source: a, loadRange: ${ranges}}`);
    expect(service.calibration?.loadRange).toEqual({
      concurrency: [1, 64],
      batch: null,
      input: [128, 8192],
      output: null,
    });
  });

  refuseEach("refuses", [
    [
      MINIMAL,
      "time: 20ms",
      "time: 20ms\n  calibration: {source: a, date: ‸01.11.2026}",
      "service.calibration.date",
      "must be a day as YYYY-MM-DD, got 01.11.2026",
      "such as 2026-11-01",
    ],
    [
      MINIMAL,
      "time: 20ms",
      "time: 20ms\n  calibration: {source: a, loadRange: {input: ‸[9, 3]}}",
      "service.calibration.loadRange.input",
      "must not fall, got 9 to 3",
    ],
    [
      MINIMAL,
      "time: 20ms",
      "time: 20ms\n  calibration: {source: a, error: 4%}\n  calibrationError: ‸5%",
      "service.calibrationError",
      "must be calibration.error, which is 4%, got 5%",
    ],
  ]);
});
