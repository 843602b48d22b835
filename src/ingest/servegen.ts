import type { TraceSection } from "../scenario/trace-section.ts";
import { formatCounted } from "./count-words.ts";
import { CsvCells } from "./csv-cells.ts";
import { requireCsv } from "./csv-format.ts";
import { FaultList } from "./fault-list.ts";
import { inspectFile } from "./inspect-file.ts";
import { orderByTime } from "./order-by-time.ts";
import { quoteValue } from "./quote-value.ts";
import { requireNames } from "./require-names.ts";
import { countArrivals, sampleWindow } from "./sample-windows.ts";
import type { ClientWindow } from "./sample-windows.ts";
import { streamLines } from "./stream-lines.ts";
import { fileError } from "./trace-error.ts";
import { MAX_ROWS } from "./trace-rows.ts";
import type { TraceRows } from "./trace-rows.ts";

const NAMES = ["client", "t_s", "rate_rps", "pattern", "shape"] as const;
const [CLIENT, START, RATE, PATTERN, SHAPE] = [0, 1, 2, 3, 4];
const NOTHING = new Int32Array(0);

/**
 * Reads ServeGen's client windows, `client,t_s,rate_rps,cv,pattern,shape,scale`, and draws arrivals
 * from them: each row says how one client asks during 600 s.
 *
 * What is replayed is one draw; another seed gives another. The windows say nothing of sizes.
 *
 * @param path - The trace as the scenario names it, for messages.
 * @param paths - Its files.
 * @throws TraceError when a file is of another format or has malformed rows.
 */
export async function readServeGen(
  path: string,
  paths: readonly string[],
  { onError }: TraceSection,
  seed: number,
): Promise<TraceRows> {
  const windows: ClientWindow[] = [];
  const faults = new FaultList();
  for (const one of paths) await readWindows(one, paths.length > 1, windows, faults);
  if (onError === "error") faults.throwIfAny(path);
  const skipped = [...faults.counts.values()].reduce((sum, count) => sum + count, 0);
  const total = windows.reduce((sum, window) => sum + countArrivals(window), 0);
  if (total === 0) throw fileError(path, "the windows hold no arrivals");
  if (total > MAX_ROWS) {
    throw fileError(path, "the windows hold more than 100 million arrivals; cut them");
  }
  const drawn = new Float64Array(total);
  let position = 0;
  for (const window of windows) {
    const end = position + countArrivals(window);
    sampleWindow(window, seed, drawn.subarray(position, end));
    position = end;
  }
  const { order } = orderByTime(drawn);
  const clients = new Set(windows.map(({ client }) => client)).size;
  const reasons = [...faults.counts].map(([label, count]) => `${count} with ${label}`);
  return {
    arrivals: order === null ? drawn : Float64Array.from(order, (row) => drawn[row]),
    inputs: NOTHING,
    outputs: NOTHING,
    durations: new Float64Array(0),
    prefixOffsets: NOTHING,
    prefixHashes: NOTHING,
    notes: [
      ...(skipped === 0
        ? []
        : [`skipped ${formatCounted(skipped, "window")}: ${reasons.join(", ")}`]),
      `drew ${formatCounted(total, "arrival")} from ` +
        `${formatCounted(windows.length, "window")} of ${formatCounted(clients, "client")} (seed ${seed}): ` +
        "one draw, and another seed gives another",
    ],
    read: windows.length + skipped,
    skipped,
  };
}

async function readWindows(
  path: string,
  isOneOfMany: boolean,
  windows: ClientWindow[],
  faults: FaultList,
): Promise<void> {
  const { file, header } = requireCsv(await inspectFile(path), "servegen");
  requireNames(path, header, NAMES, 1);
  const cells = new CsvCells(",", header, NAMES);
  let line = 0;
  let row = -1;
  await streamLines(file, (bytes, start, end) => {
    line++;
    if (start === end) return true;
    row++;
    if (row === 0) return true;
    const fault = cells.load(bytes, start, end);
    const window = fault === null ? readWindow(cells) : { message: fault.message };
    if (!("message" in window)) windows.push(window);
    else {
      const label = fault?.label ?? "an unusable window";
      const place = isOneOfMany ? { row, line, file: path } : { row, line };
      faults.add({ message: window.message, label }, place);
    }
    return true;
  });
}

function readWindow(cells: CsvCells): ClientWindow | { readonly message: string } {
  const client = cells.text(CLIENT) ?? "";
  const start = cells.number(START);
  const rate = cells.number(RATE);
  const pattern = cells.text(PATTERN)?.toLowerCase();
  const shape = cells.number(SHAPE);
  if (client === "") return { message: "client is missing" };
  if (!(start >= 0 && start < Infinity)) return refuse(cells, START, "a number of seconds ≥ 0");
  if (!(rate >= 0 && rate < 1e6)) return refuse(cells, RATE, "a rate from 0 to 1,000,000/s");
  if (pattern !== "gamma" && pattern !== "weibull") {
    return refuse(cells, PATTERN, "Gamma or Weibull");
  }
  if (!(shape > 0 && shape < Infinity)) return refuse(cells, SHAPE, "a number > 0");
  return { client, start, rate, pattern, shape };
}

function refuse(cells: CsvCells, slot: number, rule: string): { readonly message: string } {
  return { message: `${NAMES[slot]} must be ${rule}, got ${quoteValue(cells.text(slot) ?? "")}` };
}
