import { beforeAll, describe, expect, it } from "vitest";

import { calibrateTokens } from "../../src/plan/calibrate/calibrate-tokens.ts";
import type { Calibration } from "../../src/plan/calibrate/calibration.ts";
import { calibrationLines } from "../../src/report/calibration.ts";
import { calibrationSpec, drawCalibration } from "../../src/report/calibration-plot.ts";
import type { CalibrationSection } from "../../src/scenario/calibration-section.ts";
import { parseXml } from "../helpers/xml.ts";
import { FULL_DESIGN, KNOWN_STEP, measure, OPTIONS } from "../plan/calibrate/synthetic-points.ts";

const SECTION: CalibrationSection = {
  source: "bench.json",
  date: "2026-11-01",
  engine: "vllm <0.12>",
  error: 0.01,
  loadRange: null,
};
const SOURCES = {
  files: ["bench.json"],
  points: 12,
  skipped: [{ source: "bench.json:9", reason: "no request was completed" }],
  notes: ["bench.json:1: 7 failed requests aren't in the means"],
};

let calibration: Calibration;
beforeAll(() => {
  const points = measure(KNOWN_STEP, FULL_DESIGN).map((point, index) => {
    return index === 6 ? { ...point, tpot: 3 * (point.tpot ?? 0) } : point;
  });
  calibration = calibrateTokens(points, OPTIONS);
});

describe("a calibration in words", () => {
  it("says what was read and skipped, what came out, and how far off it is", () => {
    const text = calibrationLines(calibration, SOURCES).join("\n");
    expect(text).toContain("Fitted to 12 points of bench.json.\nSkipped 1:\n  bench.json:9: no");
    expect(text).toContain("Note: bench.json:1: 7 failed requests aren't in the means.");
    expect(text).toMatch(/ {2}base: 10\.0 ms ± [\d.]+ .s/);
    expect(text).toMatch(/TPOT, one point left out: off by [\d.]+% on average \(median/);
    expect(text).toMatch(/TTFT, a fifth held out: off by/);
  });

  it("names one figure for an error, in the words and in the title of the picture", async () => {
    const summary = { points: 12, mean: 0.0141, median: 0, p90: 0.0301, worst: 1.2 };
    const known: Calibration = {
      ...calibration,
      error: 0.0141,
      accuracy: [{ measure: "tpot", leaveOneOut: summary, heldOut: null }],
    };
    expect(calibrationLines(known, SOURCES).join("\n")).toContain(
      "off by 1.5% on average (median 0.1%, nine in ten within 3.1%, worst 120.0%; 12 points)",
    );
    expect(await drawCalibration(known, SECTION)).toContain("off by 1.5% on points left out");
  });

  it("lists what was set aside, and the loads it was measured at", () => {
    const text = calibrationLines(calibration, SOURCES).join("\n");
    expect(text).toMatch(
      /Set aside 1 value that fits nothing else:\n {2}point 3 of 4096\/256: TPOT/,
    );
    expect(text).toContain(
      "Trust it for up to 96 requests in flight, inputs of 512 to 4,096, " +
        "outputs of 256 to 1,024 tokens on a replica; beyond, times are extrapolated.",
    );
  });
});

describe("the picture of a calibration", () => {
  it("is well-formed, says what it shows, and is the same every time", async () => {
    const svg = await drawCalibration(calibration, SECTION);
    const root = parseXml(svg);
    expect(root.name).toBe("svg");
    expect(svg).toContain("Predicted against measured, 12 points");
    expect(svg).toContain("vllm &lt;0.12&gt;");
    expect(svg).toContain("error of TPOT");
    expect(svg).toContain("error of TTFT");
    expect(await drawCalibration(calibration, SECTION)).toBe(svg);
  });

  it("has a mark for every value, told apart where some were set aside", () => {
    const spec = JSON.stringify(calibrationSpec(calibration, SECTION));
    expect(spec.match(/"standing":"fitted"/g)).toHaveLength(23);
    expect(spec.match(/"standing":"set aside"/g)).toHaveLength(1);
    expect(spec).not.toContain('"standing":"past saturation"');
  });
});
