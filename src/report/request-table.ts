/** Outcomes by code, as they are written. */
const OUTCOMES = [
  "completed",
  "rejected",
  "rejected",
  "timed-out",
  "failed",
  "rejected",
  "rejected",
] as const;

/** A block of finished requests, as the table takes it. */
interface Block {
  readonly rows: Int32Array;
  readonly replicas: Int32Array;
  readonly starts: Float64Array;
  readonly firsts: Float64Array;
  readonly ends: Float64Array;
  readonly outcomes: Uint8Array;
  readonly attempts?: Int32Array | undefined;
}

/** What became of every request, collected in arrival order. */
export class RequestTable {
  readonly replicas: Int32Array;
  readonly starts: Float64Array;
  readonly firsts: Float64Array;
  readonly ends: Float64Array;
  readonly outcomes: Uint8Array;
  /** Attempts their clients sent; null unless they may send several. */
  attempts: Int32Array | null = null;

  /** @param requests - Rows of the workload. */
  constructor(requests: number) {
    this.replicas = new Int32Array(requests);
    this.starts = new Float64Array(requests);
    this.firsts = new Float64Array(requests);
    this.ends = new Float64Array(requests);
    this.outcomes = new Uint8Array(requests);
  }

  /** Takes a block of finished requests. */
  accept(block: Block, count: number): void {
    if (block.attempts !== undefined) this.attempts ??= new Int32Array(this.outcomes.length);
    for (let i = 0; i < count; i++) {
      const row = block.rows[i];
      this.replicas[row] = block.replicas[i];
      this.starts[row] = block.starts[i];
      this.firsts[row] = block.firsts[i];
      this.ends[row] = block.ends[i];
      this.outcomes[row] = block.outcomes[i];
      if (this.attempts !== null) this.attempts[row] = block.attempts?.[i] ?? 1;
    }
  }
}

/** Rows joined before they are handed on. */
const ROWS_PER_CHUNK = 5000;

/**
 * Writes every request as CSV, in arrival order: server times in seconds at full precision, without
 * the request overhead; what wasn't reached is empty. Class and attempts have columns of their own
 * only where there are several.
 *
 * @param table - What became of them.
 * @param columns - What they asked for; token columns may be empty.
 * @param classNames - Names by number of the class; none if the workload has no classes.
 */
export async function* renderRequestRows(
  table: RequestTable,
  columns: {
    readonly arrivals: Float64Array;
    readonly inputs: Int32Array;
    readonly outputs: Int32Array;
    readonly classes: Int32Array;
  },
  classNames: readonly string[],
): AsyncGenerator<string> {
  const { arrivals, classes, inputs, outputs } = columns;
  const { attempts } = table;
  const header = ["arrival", "replica", "start", "first", "end", "input", "output", "outcome"];
  if (classNames.length > 0) header.push("class");
  if (attempts !== null) header.push("attempts");
  let chunk = `${header.join(",")}\n`;
  for (let row = 0; row < arrivals.length; row++) {
    const cells = [
      arrivals[row],
      table.replicas[row] < 0 ? "" : table.replicas[row],
      reached(table.starts[row]),
      reached(table.firsts[row]),
      table.ends[row],
      inputs.length > 0 ? inputs[row] : "",
      outputs.length > 0 ? outputs[row] : "",
      OUTCOMES[table.outcomes[row]],
    ];
    if (classNames.length > 0) cells.push(classNames[classes[row] ?? 0]);
    if (attempts !== null) cells.push(attempts[row]);
    chunk += `${cells.join(",")}\n`;
    if (row % ROWS_PER_CHUNK === ROWS_PER_CHUNK - 1) {
      yield chunk;
      chunk = "";
    }
  }
  yield chunk;
}

function reached(time: number): number | string {
  return Number.isNaN(time) ? "" : time;
}
