import type { ControlRecording } from "../../sim/control-recording.ts";
import type { FinishedSink } from "../../sim/finished-requests.ts";
import { simulate, type Recording, type SimulateOptions } from "../../sim/simulate.ts";
import type { SimPlan, WorkloadColumns } from "../../sim/sim-plan.ts";
import { FinishedLog } from "./finished-log.ts";

/** A run whose requests were only known when it was over. */
export interface ClosedLoopRun {
  readonly recording: Recording;
  /** The requests that came about, in order of arrival. Nothing about routing and retries. */
  readonly columns: WorkloadColumns;
  /** Hands on the finished requests, in rows of these columns. */
  replay(sink: FinishedSink): void;
}

/**
 * True of a plan with users who wait for their answer: when they ask again depends on the run, so
 * its arrivals aren't known ahead.
 */
export function isClosedLoop({ control }: Pick<SimPlan, "control">): boolean {
  return control !== null && control.users.length > 0;
}

/**
 * Runs a plan with closed-loop users, keeping what it finished until the arrivals are known.
 *
 * @param plan - Whose control part has users.
 * @param columns - The open arrivals, and the rows that the users' sizes are taken from.
 * @throws RangeError if the run left no record of its arrivals.
 */
export function runClosedLoop(
  plan: SimPlan,
  columns: WorkloadColumns,
  options: SimulateOptions,
): ClosedLoopRun {
  const log = new FinishedLog();
  const recording = simulate(plan, columns, log, options);
  const { control } = recording;
  if (control === null) throw new RangeError("a closed loop must record its arrivals");
  const order = orderByArrival(control.arrivals);
  const rowOf = new Int32Array(order.length);
  order.forEach((row, place) => (rowOf[row] = place));
  return {
    recording,
    columns: arrangeColumns(columns, control, order),
    replay: (sink) => log.replay(sink, rowOf),
  };
}

/** Rows by arrival; those that arrive together keep their order. */
function orderByArrival(arrivals: Float64Array): Int32Array {
  const order = Int32Array.from(arrivals, (_, row) => row);
  return order.sort((left, right) => arrivals[left] - arrivals[right] || left - right);
}

function arrangeColumns(
  columns: WorkloadColumns,
  { arrivals, classes, sizeRows }: ControlRecording,
  order: Int32Array,
): WorkloadColumns {
  const sizes = order.map((row) => sizeRows[row]);
  return {
    arrivals: Float64Array.from(order, (row) => arrivals[row]),
    inputs: pickWhole(columns.inputs, sizes),
    outputs: pickWhole(columns.outputs, sizes),
    serviceTimes: pickReal(columns.serviceTimes, sizes),
    jitters: pickReal(columns.jitters, sizes),
    timeouts: new Float64Array(0),
    routeUniforms: new Float64Array(0),
    classes: order.map((row) => classes[row]),
    prefixOffsets: new Int32Array(0),
    prefixHashes: new Int32Array(0),
  };
}

/** Values of a column by row; none of a column that isn't used. */
function pickWhole(column: Int32Array, rows: Int32Array): Int32Array {
  return column.length === 0 ? column : rows.map((row) => column[row]);
}

function pickReal(column: Float64Array, rows: Int32Array): Float64Array {
  return column.length === 0 ? column : Float64Array.from(rows, (row) => column[row]);
}
