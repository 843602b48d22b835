import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { JobSection, RecoverySection } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";

const JOB = "name: tune, perMonth: 10k, failureShare: 15%, gpuHours: 3, price: $4/h";

function read(written: string): readonly JobSection[] {
  const text = MINIMAL.replace("slo:", `jobs: ${written}\nslo:`);
  return parseScenario(text, { file: "s.yaml", sets: [], seed: null }).scenario.jobs;
}

function job(passage: string, written: string): Place {
  return [MINIMAL.replace("slo:", `jobs: [{${JOB}}]\nslo:`), passage, written];
}

describe("jobs", () => {
  it("reads a job with its defaults", () => {
    expect(read(`[{${JOB}}]`)).toEqual([
      {
        name: "tune",
        perMonth: 10_000,
        failureShare: 0.15,
        gpuHours: 3,
        price: 4,
        recovery: { kind: "restart" },
        failsAt: 1,
      },
    ]);
    expect(read("[]")).toEqual([]);
  });

  it.each<[string, RecoverySection]>([
    ["restart", { kind: "restart" }],
    ["resume", { kind: "resume" }],
    ["{checkpoint: {every: 30m}}", { kind: "checkpoint", every: 1800 }],
  ])("reads the recovery %s", (written, recovery) => {
    expect(read(`[{${JOB}, recovery: ${written}, failsAt: 50%}]`)).toMatchObject([
      { recovery, failsAt: 0.5 },
    ]);
  });

  refuseEach("refuses", [
    [...job("15%", "‸100%"), "jobs[0].failureShare", "must be at least 0% and less than 100%"],
    [...job("gpuHours: 3", "gpuHours: ‸0"), "jobs[0].gpuHours", "must be more than 0"],
    [...job("gpuHours: 3", "gpuHours: ‸3h"), "jobs[0].gpuHours", "must be a number such as"],
    [...job("$4/h", "‸4"), "jobs[0].price", "must carry a unit such as $4.10/h"],
    [...job("$4/h", "$4/h, failsAt: ‸0%"), "jobs[0].failsAt", "must be more than 0%"],
    [
      ...job("$4/h", "$4/h, recovery: ‸checkpoint"),
      "jobs[0].recovery",
      'must be restart, resume or {checkpoint: {every: …}}, got "checkpoint"',
      "such as recovery: {checkpoint: {every: 30m}}",
    ],
    [
      ...job("$4/h", "$4/h, recovery: {checkpoint: {every: ‸0s}}"),
      "jobs[0].recovery.checkpoint.every",
      "must be more than 0s",
    ],
    [
      ...job("$4/h", "$4/h, recovery: {checkpoint: {every: 30m}, ‸restart: 1}"),
      "jobs[0].recovery.restart",
      "is not a known key; allowed: checkpoint",
    ],
    [
      ...job("}]", `}, {${JOB.replace("tune", "‸tune")}}]`),
      "jobs[1].name",
      'must differ from the name of item 0, got "tune"',
      "its own name",
    ],
    [...job("name: tune", "name: ‸''"), "jobs[0].name", "must be a text"],
  ]);
});
