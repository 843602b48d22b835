import { describe, expect, it } from "vitest";
import { parseScenario } from "../../src/scenario/parse-scenario.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { MINIMAL } from "./example.ts";
import { refuseEach, type Place } from "./mistakes.ts";

const TRIAL = "name: trial, gpuHours: 500, pastTtl: 30%, price: $4/h";

function read(section: string): Scenario {
  const text = MINIMAL.replace("slo:", `${section}\nslo:`);
  return parseScenario(text, { file: "s.yaml", sets: [], seed: null }).scenario;
}

function section(written: string): Place {
  return [MINIMAL, "slo:", `${written}\nslo:`];
}

describe("sensitivity, maintenance, experiments and drift", () => {
  it("reads variations, the others by default", () => {
    expect(read("sensitivity: {traffic: 50%, price: 5%}").sensitivity).toEqual({
      traffic: 0.5,
      serviceTime: 0.1,
      output: 0.2,
      burstiness: 0.3,
      price: 0.05,
    });
  });

  it("reads maintenance, with and without a managed service", () => {
    expect(read("maintenance: {hours: 40, rate: $120/h}").maintenance).toEqual({
      hours: 40,
      rate: 120,
      managed: null,
    });
    expect(
      read("maintenance: {hours: 7.5, rate: $120/h, managed: {fee: $9000/month}}").maintenance,
    ).toEqual({ hours: 7.5, rate: 120, managed: { fee: 9000 } });
  });

  it("reads experiments", () => {
    expect(read(`experiments: [{${TRIAL}}]`).experiments).toEqual([
      { name: "trial", gpuHours: 500, pastTtl: 0.3, price: 4 },
    ]);
  });

  it.each([
    ["3%", 0.03],
    ["0%", 0],
    ["150%", 1.5],
  ])("reads a demand that grows by %s a month", (written, demandGrowth) => {
    expect(read(`drift: {demandGrowth: ${written}}`).drift).toEqual({ demandGrowth });
  });

  refuseEach("refuses", [
    [
      ...section("sensitivity: {traffic: ‸100%}"),
      "sensitivity.traffic",
      "must be more than 0% and less than 100%",
    ],
    [
      ...section("sensitivity: {‸input: 10%}"),
      "sensitivity.input",
      "is not a known key; allowed: traffic, serviceTime, output, burstiness, price",
    ],
    [
      ...section("maintenance: {hours: ‸40h, rate: $120/h}"),
      "maintenance.hours",
      "must be a number such as",
    ],
    [...section("‸maintenance: {hours: 40}"), "maintenance.rate", "is required", "$120/h"],
    [
      ...section(`experiments: [{${TRIAL.replace("30%", "‸101%")}}]`),
      "experiments[0].pastTtl",
      "must be between 0% and 100%",
    ],
    [
      ...section(`experiments: [{${TRIAL}}, {${TRIAL.replace("trial", "‸trial")}}]`),
      "experiments[1].name",
      "must differ from the name of item 0",
    ],
    [
      ...section("drift: {demandGrowth: ‸-1%}"),
      "drift.demandGrowth",
      "must be between 0% and 1000%",
    ],
    [...section("drift: ‸3%"), "drift", "must be a mapping", "demandGrowth"],
  ]);

  it.each(["jobs", "drift.demandGrowth", "sensitivity.traffic", "fleet.current", "run.question"])(
    "is no axis of a sweep: %s",
    (path) => {
      expect(() => read(`sweep: {${path}: [1, 2]}`)).toThrow(`can't be an axis`);
    },
  );
});
