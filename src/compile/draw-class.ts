import type { Distribution } from "../random/distribution.ts";
import { sampleCountsInto, sampleInto } from "../random/sample-into.ts";
import { openStream } from "../random/stream.ts";
import type { ClassSection, UsersSection } from "../scenario/class-section.ts";
import type { Scenario, SerialTime } from "../scenario/scenario.ts";
import type { WorkloadColumns } from "../sim/sim-plan.ts";
import { generateWorkload } from "../workload/generate-workload.ts";
import { NO_PREFIXES } from "../workload/take-rows.ts";
import type { BoundedTrace } from "../workload/trace-rows.ts";
import { USERS_ROWS } from "./lay-out-users.ts";
import { uniformsPerRequest } from "./uniforms-per-request.ts";

/** The requests of one class. */
export interface DrawnClass extends Omit<WorkloadColumns, "classes"> {
  /** Rows of all columns but `arrivals`, which closed-loop users leave empty. */
  readonly rows: number;
  /** End of the trace, generator or closed loop, in seconds. */
  readonly duration: number;
}

/** The requests themselves, before anything else is drawn for them. */
interface Base extends BoundedTrace {
  readonly rows: number;
}

const NONE = new Float64Array(0);
const UNIFORM: Distribution = { distribution: "uniform", min: 0, max: 1 };

/**
 * Draws the requests of one class in one replication: arrivals and sizes, or the trace's own, and
 * whatever else is random about them. Every purpose has a stream of its own.
 *
 * @param scenario - A valid scenario.
 * @param one - The class.
 * @param suffix - Goes after the name of each stream.
 * @param replication - Counted from 0.
 * @param trace - The shaped trace, if the class replays one; else null.
 * @throws RangeError if a class that replays a trace has none.
 */
export function drawClass(
  scenario: Scenario,
  one: ClassSection,
  suffix: string,
  replication: number,
  trace: BoundedTrace | null,
): DrawnClass {
  const { client, seed, service } = scenario;
  const base = openBase(seed, one, suffix, replication, trace);
  const draw = (law: Distribution | null, purpose: string, perRow: number): Float64Array => {
    if (law === null || perRow === 0) return NONE;
    const column = new Float64Array(base.rows * perRow);
    sampleInto(law, openStream(seed, replication, purpose + suffix), column);
    return column;
  };
  const isTimeoutRandom = client.timeout !== null && client.timeout.distribution !== "constant";
  return {
    rows: base.rows,
    duration: base.duration,
    arrivals: base.arrivals,
    inputs: base.inputs,
    outputs: base.outputs,
    serviceTimes:
      service.kind === "serial"
        ? timesOf(service.time, base, (law) => draw(law, "service", 1))
        : NONE,
    jitters: draw(service.kind === "batch" ? service.jitter : null, "jitter", 1),
    timeouts:
      isTimeoutRandom && one.timeout !== null
        ? new Float64Array(base.rows).fill(one.timeout)
        : draw(isTimeoutRandom ? client.timeout : null, "timeout", 1),
    routeUniforms: draw(UNIFORM, "routing", uniformsPerRequest(scenario)),
    prefixOffsets: base.prefixOffsets,
    prefixHashes: base.prefixHashes,
  };
}

function openBase(
  seed: number,
  { workload }: ClassSection,
  suffix: string,
  replication: number,
  trace: BoundedTrace | null,
): Base {
  if (trace !== null) return { ...trace, rows: trace.arrivals.length };
  if ("users" in workload) return drawUsers(seed, workload.users, suffix, replication);
  if ("trace" in workload) {
    throw new RangeError("a scenario that replays a trace needs the trace's rows");
  }
  const { duration } = workload.generate;
  const generated = generateWorkload({ seed, replication, ...workload.generate }, suffix);
  const rows = generated.arrivals.length;
  return { ...generated, ...NO_PREFIXES, durations: NONE, duration, rows };
}

/** Sizes for the requests of users, who arrive when their answers let them. */
function drawUsers(
  seed: number,
  { duration, input, output }: UsersSection,
  suffix: string,
  replication: number,
): Base {
  const sizes = (law: Distribution | null, purpose: string): Int32Array => {
    const counts = new Int32Array(law === null ? 0 : USERS_ROWS);
    if (law !== null) sampleCountsInto(law, openStream(seed, replication, purpose), counts);
    return counts;
  };
  return {
    arrivals: NONE,
    inputs: sizes(input, `input${suffix}`),
    outputs: sizes(output, `output${suffix}`),
    durations: NONE,
    ...NO_PREFIXES,
    duration,
    rows: USERS_ROWS,
  };
}

/** Seconds each request holds its slot. */
function timesOf(
  time: SerialTime,
  base: Base,
  draw: (law: Distribution) => Float64Array,
): Float64Array {
  if ("distribution" in time) return draw(time);
  if ("column" in time) return base.durations;
  const { inputs, outputs, rows } = base;
  const times = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const input = time.perInputToken === 0 ? 0 : time.perInputToken * inputs[row];
    const output = time.perOutputToken === 0 ? 0 : time.perOutputToken * outputs[row];
    times[row] = time.base + input + output;
  }
  return times;
}
