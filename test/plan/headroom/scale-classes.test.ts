import { describe, expect, it } from "vitest";
import { scaleBurstiness } from "../../../src/plan/headroom/scale-burstiness.ts";
import { scaleOutputs, scaleTraffic } from "../../../src/plan/headroom/scale-scenario.ts";
import type { SweptSetting } from "../../../src/plan/run-sweep.ts";
import { NO_PREFIXES } from "../../../src/workload/take-rows.ts";
import { sweepOf } from "../swept.ts";

const USERS = "users: {count: 10, thinkTime: 2s, duration: 10m, output: 100}";
const GENERATE =
  "generate: {duration: 10m, arrivals: {process: gamma, rate: 5/s, cv: 2}, output: 10}";
const TRACE = "trace: {file: x, format: columns, columns: {arrival: t, output: o}, speed: 2}";

const trace = {
  arrivals: Float64Array.of(0, 4),
  inputs: new Int32Array(0),
  outputs: Int32Array.of(2, 3),
  durations: new Float64Array(0),
  ...NO_PREFIXES,
  duration: 8,
};

function mixed(...sets: readonly string[]): SweptSetting {
  const classes = `workload={classes: {a: {${GENERATE}}, b: {${TRACE}}, c: {${USERS}}}}`;
  const [setting] = sweepOf([classes, "run.warmup=60s", ...sets]);
  return { ...setting, traces: [null, trace, null] };
}

describe("scaling several classes", () => {
  it("compresses the time of every class; of users there are more instead", () => {
    const { scenario, traces } = scaleTraffic(mixed(), 2);
    expect(scenario.workload).toMatchObject({
      classes: [
        { name: "a", workload: { generate: { duration: 300, arrivals: { rate: 10, cv: 2 } } } },
        { name: "b", workload: { trace: { speed: 4 } } },
        { name: "c", workload: { users: { count: 20, duration: 300 } } },
      ],
    });
    expect(traces).toEqual([
      null,
      { ...trace, arrivals: Float64Array.of(0, 2), duration: 4 },
      null,
    ]);
    expect(scenario.run.warmup).toBe(30);
  });

  it("compresses the trend of sizes with the arrivals", () => {
    const trend = "workload.classes.a.generate.trend={output: [[0s, 2], [8s, 0.5]]}";
    const { scenario } = scaleTraffic(mixed(trend), 2);
    const points = [
      [0, 2],
      [4, 0.5],
    ];
    expect(scenario.workload).toMatchObject({
      classes: [{ workload: { generate: { trend: { output: points } } } }, {}, {}],
    });
  });

  it("leaves the time alone where there are only users, and one of them at least", () => {
    const [setting] = sweepOf([`workload={${USERS}}`, "run.warmup=60s"]);
    const { run, workload } = scaleTraffic(setting, 1 / 64).scenario;
    expect(workload).toMatchObject({ users: { count: 1, duration: 600 } });
    expect(run.warmup).toBe(60);
  });

  it("multiplies the outputs of every class", () => {
    const line = "service.time={base: 1ms, perOutputToken: 1ms}";
    const scaled = scaleOutputs(mixed(line), 2);
    expect(scaled?.scenario.workload).toMatchObject({
      classes: [
        { workload: { generate: { output: { value: 20 } } } },
        {},
        { workload: { users: { output: { value: 200 } } } },
      ],
    });
    expect(scaled?.traces[1]?.outputs).toEqual(Int32Array.of(4, 6));
  });

  it("spreads the arrivals of the classes that have a spread, or says why none has", () => {
    const scaled = scaleBurstiness(mixed(), 2);
    expect(scaled).toMatchObject({
      setting: {
        scenario: {
          workload: { classes: [{ workload: { generate: { arrivals: { cv: 4 } } } }, {}, {}] },
        },
      },
    });
    const none = mixed("workload.classes.a.generate.arrivals={process: poisson, rate: 5/s}");
    expect(scaleBurstiness(none, 2)).toEqual({
      omitted:
        "poisson arrivals have no spread to scale; a recorded trace has the burstiness it has; " +
        "closed-loop users come when their answers let them",
    });
  });
});
