import type { Distribution } from "../random/distribution.ts";
import { sampleInto } from "../random/sample-into.ts";
import { openStream } from "../random/stream.ts";
import type { Scenario, SerialTime } from "../scenario/scenario.ts";
import type { WorkloadColumns } from "../sim/sim-plan.ts";
import { generateWorkload } from "../workload/generate-workload.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";

/** The workload of one replication. */
export interface OpenedWorkload {
  readonly columns: WorkloadColumns;
  /** End of the trace or generator, in seconds. */
  readonly duration: number;
}

/**
 * Draws the workload of one replication: arrivals and sizes, or the trace's own, and whatever else
 * is random about the requests. Every purpose has a stream of its own and every request its own
 * draws, so that configurations compared on it see the same random numbers.
 *
 * @param scenario - A valid scenario.
 * @param replication - Counted from 0.
 * @param trace - The shaped trace, if the scenario replays one; else null.
 */
export function openColumns(
  scenario: Scenario,
  replication: number,
  trace: BoundedTrace | null,
): OpenedWorkload {
  const base = trace ?? generate(scenario, replication);
  const requests = base.arrivals.length;
  const draw = (law: Distribution | null, purpose: string, length: number): Float64Array => {
    const column = new Float64Array(law === null ? 0 : length);
    if (law !== null) sampleInto(law, openStream(scenario.seed, replication, purpose), column);
    return column;
  };
  const { client, service } = scenario;
  const isTimeoutRandom = client.timeout !== null && client.timeout.distribution !== "constant";
  return {
    duration: base.duration,
    columns: {
      arrivals: base.arrivals,
      inputs: base.inputs,
      outputs: base.outputs,
      serviceTimes:
        service.kind === "serial"
          ? timesOf(service.time, base, (law) => draw(law, "service", requests))
          : NONE,
      jitters: draw(service.kind === "batch" ? service.jitter : null, "jitter", requests),
      timeouts: draw(isTimeoutRandom ? client.timeout : null, "timeout", requests),
      routeUniforms: draw(UNIFORM, "routing", requests * uniformsPerRequest(scenario)),
      classes: new Int32Array(0),
      prefixOffsets: new Int32Array(0),
      prefixHashes: new Int32Array(0),
    },
  };
}

/**
 * Names what the columns of a scenario depend on: two scenarios with equal keys have equal columns.
 *
 * @param scenario - A valid scenario.
 */
export function columnsKey(scenario: Scenario): string {
  const { client, seed, service, workload } = scenario;
  return JSON.stringify([
    workload,
    seed,
    service.kind === "serial" ? service.time : null,
    service.kind === "batch" ? service.jitter : null,
    client.timeout,
    uniformsPerRequest(scenario),
  ]);
}

const NONE = new Float64Array(0);

const UNIFORM: Distribution = { distribution: "uniform", min: 0, max: 1 };

function generate(scenario: Scenario, replication: number): BoundedTrace {
  if (!("generate" in scenario.workload)) {
    throw new RangeError("a scenario that replays a trace needs the trace's rows");
  }
  const { arrivals, duration, input, output } = scenario.workload.generate;
  const { seed } = scenario;
  const request = { seed, replication, duration, arrivals, input, output };
  return { ...generateWorkload(request), durations: NONE, duration };
}

/** Seconds each request holds its slot. */
function timesOf(
  time: SerialTime,
  base: BoundedTrace,
  draw: (law: Distribution) => Float64Array,
): Float64Array {
  if ("distribution" in time) return draw(time);
  if ("column" in time) return base.durations;
  const { arrivals, inputs, outputs } = base;
  return Float64Array.from(arrivals, (_, row) => {
    const input = time.perInputToken === 0 ? 0 : time.perInputToken * inputs[row];
    const output = time.perOutputToken === 0 ? 0 : time.perOutputToken * outputs[row];
    return time.base + input + output;
  });
}

function uniformsPerRequest(scenario: Scenario): number {
  const { router } = scenario.fleet;
  if (router === "power-of-two") return 2;
  return router === "random" ? 1 : 0;
}
