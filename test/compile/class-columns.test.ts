import { describe, expect, it } from "vitest";
import { layOutUsers, USERS_ROWS } from "../../src/compile/lay-out-users.ts";
import { columnsKey, openColumns } from "../../src/compile/open-columns.ts";
import { poolScenario } from "../../src/scenario/arrangement-section.ts";
import { sampleCountsInto, sampleInto } from "../../src/random/sample-into.ts";
import { openStream } from "../../src/random/stream.ts";
import type { WorkloadColumns } from "../../src/sim/sim-plan.ts";
import { NO_PREFIXES } from "../../src/workload/take-rows.ts";
import type { BoundedTrace } from "../../src/workload/trace-rows.ts";
import { scenarioWith } from "../plan/swept.ts";

const POISSON = "generate: {duration: 1m, arrivals: {process: poisson, rate: 5/s}}";
const TIME = "service.time={distribution: exponential, mean: 20ms}";
const TWO = `workload={classes: {one: {${POISSON}}, two: {${POISSON}}}}`;
const LOOP = "users: {count: 3, thinkTime: 2s, duration: 90s}";
const TRACE_SECTION = "trace: {file: x, format: mooncake}";

function columnsWith(...sets: readonly string[]): WorkloadColumns {
  return openColumns(scenarioWith(...sets), 0, []).columns;
}

/** Values of a column that belong to a class, in order. */
function ofClass(columns: WorkloadColumns, column: ArrayLike<number>, one: number): number[] {
  return Array.from(column).filter((_, row) => columns.classes[row] === one);
}

/** A trace of requests at whole seconds that are all told apart by their input. */
function traceOf(times: readonly number[], firstInput: number): BoundedTrace {
  return {
    arrivals: Float64Array.from(times),
    inputs: Int32Array.from(times, (_, row) => firstInput + row),
    outputs: Int32Array.from(times, () => 1),
    durations: new Float64Array(0),
    ...NO_PREFIXES,
    duration: 10,
  };
}

describe("columns of several classes", () => {
  it("are merged by arrival, each class drawing from streams of its own", () => {
    const columns = columnsWith(TWO, TIME);
    const { arrivals, classes, serviceTimes } = columns;
    expect(classes).toHaveLength(arrivals.length);
    expect(arrivals.every((time, row) => row === 0 || time >= arrivals[row - 1])).toBe(true);
    for (const [index, name] of ["one", "two"].entries()) {
      // A Poisson process of 5/s: gaps by inversion, one uniform each.
      const uniform = openStream(1, 0, `arrivals/${name}`);
      const first = -Math.log1p(-uniform()) / 5;
      const own = ofClass(columns, arrivals, index);
      expect(own[0]).toBeCloseTo(first, 12);
      const times = new Float64Array(own.length);
      sampleInto(
        { distribution: "exponential", mean: 0.02, min: null, max: null },
        openStream(1, 0, `service/${name}`),
        times,
      );
      expect(ofClass(columns, serviceTimes, index)).toEqual([...times]);
    }
  });

  it("order requests that arrive together by class, then by row", () => {
    const scenario = scenarioWith(
      `workload={classes: {a: {${TRACE_SECTION}}, b: {${TRACE_SECTION}}}}`,
    );
    const traces = [traceOf([1, 1, 5], 10), traceOf([0, 1, 5, 5], 20)];
    const { columns, duration } = openColumns(scenario, 0, traces);
    expect([...columns.arrivals]).toEqual([0, 1, 1, 1, 5, 5, 5]);
    expect([...columns.classes]).toEqual([1, 0, 0, 1, 0, 1, 1]);
    expect([...columns.inputs]).toEqual([20, 10, 11, 21, 12, 22, 23]);
    expect(duration).toBe(10);
  });

  it("leave a column out that not all classes have", () => {
    const scenario = scenarioWith(`workload={classes: {a: {${TRACE_SECTION}}, b: {${POISSON}}}}`);
    const { columns } = openColumns(scenario, 0, [traceOf([1, 2], 10), null]);
    expect([columns.inputs.length, columns.outputs.length]).toEqual([0, 0]);
    expect(columns.serviceTimes).toHaveLength(columns.arrivals.length);
  });

  it("keep the two uniforms of a request together", () => {
    const columns = columnsWith(TWO, "fleet.router=power-of-two");
    const uniforms = columns.routeUniforms;
    expect(uniforms).toHaveLength(2 * columns.arrivals.length);
    const stream = openStream(1, 0, "routing/two");
    const row = columns.classes.indexOf(1);
    expect([uniforms[2 * row], uniforms[2 * row + 1]]).toEqual([stream(), stream()]);
  });

  it("tell the prefixes of two classes apart and give the others none", () => {
    const sources = `a: {${TRACE_SECTION}}, b: {${TRACE_SECTION}}, c: {${LOOP}}`;
    const scenario = scenarioWith(`workload={classes: {${sources}}}`);
    const [a, b] = [traceOf([1, 3], 1), traceOf([2], 1)];
    const traces = [
      {
        ...a,
        prefixOffsets: Int32Array.of(0, 2, 3),
        prefixHashes: Int32Array.of(0, 4, 0),
      },
      { ...b, prefixOffsets: Int32Array.of(0, 2), prefixHashes: Int32Array.of(0, 1) },
      null,
    ];
    const { prefixHashes, prefixOffsets } = openColumns(scenario, 0, traces).columns;
    expect([...prefixOffsets.subarray(0, 5)]).toEqual([0, 2, 4, 5, 5]);
    expect([...prefixHashes]).toEqual([0, 4, 5, 6, 0]);
    expect(prefixOffsets).toHaveLength(3 + USERS_ROWS + 1);
    expect(prefixOffsets[3 + USERS_ROWS]).toBe(5);
  });

  it("draw for a class in a pool what they draw for it among all", () => {
    const scenario = scenarioWith(
      TWO,
      TIME,
      "pools={apart: [{name: p, classes: [one]}, {name: q, classes: [two]}]}",
    );
    const { columns } = openColumns(scenario, 2, []);
    const alone = openColumns(poolScenario(scenario, "apart", "q"), 2, []).columns;
    expect([...alone.arrivals]).toEqual(ofClass(columns, columns.arrivals, 1));
    expect([...alone.serviceTimes]).toEqual(ofClass(columns, columns.serviceTimes, 1));
    expect(alone.classes).toHaveLength(0);
  });

  it("give a class its own timeout where the client's is random", () => {
    const law = "client.timeout={distribution: exponential, mean: 3s}";
    const columns = columnsWith(TWO, law, "workload.classes.two.timeout=7s");
    expect(new Set(ofClass(columns, columns.timeouts, 1))).toEqual(new Set([7]));
    expect(new Set(ofClass(columns, columns.timeouts, 0)).size).toBeGreaterThan(100);
  });
});

describe("columns of closed-loop users", () => {
  const input = "input: {distribution: exponential, mean: 500}";
  const chatting = LOOP.replace("90s", `90s, ${input}`);

  it("have no arrivals but rows of sizes, drawn under the names of a plain workload", () => {
    const columns = columnsWith(`workload={${chatting}}`, TIME, "fleet.router=random");
    const { arrivals, classes, inputs, routeUniforms, serviceTimes } = columns;
    expect([arrivals.length, classes.length]).toEqual([0, 0]);
    for (const column of [inputs, routeUniforms, serviceTimes]) {
      expect(column).toHaveLength(USERS_ROWS);
    }
    const expected = new Int32Array(USERS_ROWS);
    sampleCountsInto(
      { distribution: "exponential", mean: 500, min: null, max: null },
      openStream(1, 0, "input"),
      expected,
    );
    expect(inputs).toEqual(expected);
  });

  it("follow after all arrivals, class by class, where the layout says", () => {
    const sources = `a: {${LOOP}}, b: {${POISSON}}, c: {${LOOP.replace("count: 3", "count: 9")}}`;
    const scenario = scenarioWith(`workload={classes: {${sources}}}`, TIME);
    const { columns, duration } = openColumns(scenario, 0, []);
    const { arrivals, classes, serviceTimes } = columns;
    const plans = layOutUsers(scenario, arrivals.length);
    expect(plans).toMatchObject([
      { class: 0, count: 3, until: 90, firstRow: arrivals.length, rows: USERS_ROWS },
      { class: 2, count: 9, until: 90, firstRow: arrivals.length + USERS_ROWS, rows: USERS_ROWS },
    ]);
    expect(duration).toBe(90);
    expect(serviceTimes).toHaveLength(arrivals.length + 2 * USERS_ROWS);
    expect(new Set(classes.subarray(0, arrivals.length))).toEqual(new Set([1]));
    for (const { class: one, firstRow, rows } of plans) {
      expect(new Set(classes.subarray(firstRow, firstRow + rows))).toEqual(new Set([one]));
    }
    expect(layOutUsers(scenarioWith(), 10)).toEqual([]);
  });
});

describe("columnsKey of classes", () => {
  it("looks at their sources and names, not at how they are queued", () => {
    const key = (...sets: readonly string[]): string => columnsKey(scenarioWith(TWO, ...sets));
    for (const set of ["weight=3", "priority=2", "reserved=10%", "timeout=5s"]) {
      expect(key(`workload.classes.one.${set}`), set).toBe(key());
    }
    const law = "client.timeout={distribution: exponential, mean: 3s}";
    expect(key(law, "workload.classes.one.timeout=5s")).not.toBe(key(law));
    const others = [
      key("workload.classes.one.generate.arrivals.rate=6/s"),
      key("workload.classes.three={users: {count: 1, thinkTime: 1s, duration: 1m}}"),
      key("fleet.router=power-of-two"),
      columnsKey(scenarioWith(TWO.replace("two:", "zwei:"))),
    ];
    expect(new Set([key(), ...others]).size).toBe(5);
  });
});
