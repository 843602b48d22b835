import { benchmarkError, BenchmarkError, type BenchmarkProblem } from "./benchmark-error.ts";
import { suggestName } from "../suggest-name.ts";

const QUANTITIES = [
  "concurrency",
  "rate",
  "cv",
  "batch",
  "input",
  "output",
  "requests",
  "ttft",
  "tpot",
  "latency",
  "serviceTime",
  "throughput",
  "p50",
  "p90",
  "p95",
  "p99",
] as const;

/** A quantity that a table may have a column of. */
export type Quantity = (typeof QUANTITIES)[number];

/** Units a time may be in. */
export const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
};

/** Times, which need a unit. */
const TIMES: ReadonlySet<Quantity> = new Set([
  "ttft",
  "tpot",
  "latency",
  "serviceTime",
  "p50",
  "p90",
  "p95",
  "p99",
]);

const NAMES: Readonly<Record<Quantity, readonly string[]>> = {
  concurrency: ["concurrency", "max_concurrency", "users", "num_users", "num_concurrent"],
  rate: ["rate", "request_rate", "qps", "rps"],
  cv: ["cv"],
  batch: ["batch", "batch_size"],
  input: ["input", "input_tokens", "isl", "prompt_tokens", "input_length", "input_len"],
  output: ["output", "output_tokens", "osl", "generated_tokens", "output_length", "output_len"],
  requests: ["requests", "num_prompts", "completed", "num_requests"],
  ttft: ["ttft", "mean_ttft", "time_to_first_token"],
  tpot: ["tpot", "mean_tpot", "time_per_output_token", "itl", "mean_itl", "inter_token_latency"],
  latency: ["latency", "mean_latency", "e2e", "e2el", "mean_e2el", "request_latency"],
  serviceTime: ["service_time", "compute_time"],
  throughput: ["throughput", "request_throughput", "requests_per_second"],
  p50: ["p50", "median", "p50_latency", "median_latency"],
  p90: ["p90", "p90_latency"],
  p95: ["p95", "p95_latency"],
  p99: ["p99", "p99_latency"],
};

/** A column that was recognised. */
export interface KnownColumn {
  readonly index: number;
  /** What a value is multiplied by: seconds a unit for times, else 1. */
  readonly factor: number;
}

/** The columns of a table: the known ones by quantity, the rest by name. */
export interface TableColumns {
  readonly known: ReadonlyMap<Quantity, KnownColumn>;
  readonly labels: readonly (readonly [name: string, index: number])[];
}

/**
 * Finds out what the columns of a table hold, from their names: `ttft_ms`, `TTFT (ms)` and
 * `mean_ttft_ms` are the same.
 *
 * @param header - Names of the columns.
 * @param source - File, for messages.
 * @param unit - Unit of times whose column names none; null if it wasn't given.
 * @throws BenchmarkError for two columns of one quantity, times without unit, or too few columns.
 */
export function recogniseColumns(
  header: readonly string[],
  source: string,
  unit: string | null,
): TableColumns {
  const problems: BenchmarkProblem[] = [];
  const known = new Map<Quantity, KnownColumn>();
  const labels: (readonly [string, number])[] = [];
  header.forEach((name, index) => {
    const { bare, suffix } = splitUnit(name);
    const quantity = quantityOf(bare);
    if (quantity === null) {
      labels.push([bare, index]);
      return;
    }
    const factor = TIMES.has(quantity) ? UNITS[suffix ?? unit ?? ""] : 1;
    if (factor === undefined) {
      const message = `column ${name} has no unit: name it ${name}_ms, or say --unit ms`;
      problems.push({ source, message });
    } else if (known.has(quantity)) {
      problems.push({ source, message: `two columns hold the ${quantity}: ${name} is the second` });
    } else {
      known.set(quantity, { index, factor });
    }
  });
  if (problems.length > 0) throw new BenchmarkError(problems);
  requireColumns(known, header, source);
  return { known, labels };
}

function requireColumns(
  known: ReadonlyMap<Quantity, KnownColumn>,
  header: readonly string[],
  source: string,
): void {
  const has = (...quantities: readonly Quantity[]): boolean =>
    quantities.some((quantity) => known.has(quantity));
  if (!has("concurrency", "rate", "batch")) {
    const wanted = "needs a column concurrency, rate or batch";
    throw benchmarkError(source, `${wanted}${hint(header, ["concurrency", "rate", "batch"])}`);
  }
  if (!has("tpot", "latency", "serviceTime")) {
    const wanted = "needs a time: a column tpot, latency or service_time";
    throw benchmarkError(source, `${wanted}${hint(header, ["tpot", "latency"])}`);
  }
}

function hint(header: readonly string[], wanted: readonly string[]): string {
  const near = header.find((name) => suggestName(splitUnit(name).bare, wanted) !== null);
  const list = `it has ${header.join(", ")}`;
  return near === undefined ? `; ${list}` : `; ${list}: is ${near} misspelt?`;
}

/** Splits `TTFT (ms)`, `ttft[ms]` and `ttft_ms` into a plain name and a unit. */
function splitUnit(name: string): { readonly bare: string; readonly suffix: string | null } {
  const plain = name
    .trim()
    .toLowerCase()
    .replaceAll("µ", "u")
    .replaceAll(/[^a-z0-9]+/gu, "_")
    .replaceAll(/^_|_$/gu, "");
  const match = /^(.+)_(ns|us|ms|s|sec|seconds)$/u.exec(plain);
  if (match === null) return { bare: plain, suffix: null };
  return { bare: match[1], suffix: match[2].startsWith("s") ? "s" : match[2] };
}

function quantityOf(bare: string): Quantity | null {
  return QUANTITIES.find((quantity) => NAMES[quantity].includes(bare)) ?? null;
}
