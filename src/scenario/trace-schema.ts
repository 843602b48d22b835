import type * as z from "zod";
import { tokenDistribution } from "./distribution-schema.ts";
import { pair } from "./list.ts";
import { mapping } from "./mapping.ts";
import { described, node, orNull, readPart, remembering, type Report } from "./node.ts";
import { count, duration, flag, oneOf, plainNumber, text } from "./quantity.ts";
import { FORMATS_WITHOUT_TOKENS, TRACE_FORMATS, type TraceSection } from "./trace-section.ts";

const columns = mapping({
  arrival: described(text(), "Column of arrival times, in seconds.", "t"),
  input: described(orNull(text()), "Column of input token counts.", "in"),
  output: described(orNull(text()), "Column of output token counts.", "out"),
  duration: described(orNull(text()), "Column of service times, in seconds.", "seconds"),
});

const cut = pair(duration({ atLeast: 0 }), duration({ above: 0 }), "[start, end]");

const window = node<readonly [number, number]>(cut, (value, report) => {
  const stretch = readPart(cut, value, [], report);
  if (stretch === undefined || stretch[0] < stretch[1]) return stretch;
  const message = `must start before it ends, got ${stretch[0]}s to ${stretch[1]}s`;
  return report({ code: "conflict", message, hint: "written [start, end]" });
});

const law = orNull(remembering(tokenDistribution));

/** A recorded request log. */
export const traceSchema: z.ZodType<TraceSection> = mapping(
  {
    file: described(
      text(),
      "Path, relative to the scenario file; * and ? match several files.",
      "requests.csv.gz",
    ),
    format: described(
      oneOf(TRACE_FORMATS),
      "How the file is laid out; columns: any CSV, JSONL or Parquet, by the names of its columns.",
      "columns",
    ),
    columns: described(orNull(columns), "Names of the columns, for format: columns.", {
      arrival: "t",
      input: "in",
      output: "out",
    }),
    unit: described(
      orNull(oneOf(["s", "ms", "us", "ns"])),
      "What numbers in the arrival column count, for format: columns.",
      "ms",
    ),
    query: described(
      orNull(text()),
      "SQL over the table trace that yields the columns, for format: columns.",
      "SELECT started AS t, prompt AS \"in\" FROM trace WHERE model = 'a'",
    ),
    logFormat: described(
      orNull(text()),
      "Form of a line, as the server's configuration has it; for format: nginx and envoy.",
      "$msec $request_time $status",
    ),
    failed: described(
      orNull(oneOf(["keep", "skip"])),
      "What to do with requests that got no answer; for format: burstgpt and alb.",
      "keep",
    ),
    dequantize: described(
      flag().prefault(false),
      "Spreads the arrivals of a coarse clock inside its ticks.",
      true,
    ),
    input: described(law, "Input tokens of a request, where the trace lacks them.", {
      distribution: "lognormal",
      p50: 1020,
      p95: 4083,
    }),
    output: described(law, "Output tokens of a request, where the trace lacks them.", {
      distribution: "lognormal",
      p50: 129,
      p95: 451,
    }),
    window: described(orNull(window), "Stretch of the trace to keep.", ["0s", "30m"]),
    speed: described(
      plainNumber({ above: 0, atMost: 1e6 }).prefault(1),
      "Compresses time: 2 is the same requests at twice the rate.",
      2,
    ),
    copies: described(
      count(1, 1000).prefault(1),
      "Superposes shifted copies: 3 is three times the rate, smoother.",
      3,
    ),
    onError: described(
      oneOf(["error", "skip"]).prefault("error"),
      "What to do with a malformed row.",
      "skip",
    ),
  },
  (trace, report) => {
    checkColumns(trace, report);
    checkOptions(trace, report);
    checkLaws(trace, report);
  },
);

function checkColumns({ format, columns }: Partial<TraceSection>, report: Report): void {
  if (format === undefined || columns === undefined) return;
  if (format === "columns" && columns === null) {
    report({
      code: "missing-key",
      message: "is required with format: columns",
      hint: "such as columns: {arrival: t, input: in, output: out}",
      path: ["columns"],
    });
  }
  if (format !== "columns" && columns !== null) {
    report({
      code: "conflict",
      message: `must be left out with format: ${format}, which names its own columns`,
      hint: "remove it, or use format: columns",
      path: ["columns"],
    });
  }
}

/** Keys that mean something to some formats alone. */
const OPTIONS = [
  ["unit", ["columns"]],
  ["query", ["columns"]],
  ["logFormat", ["nginx", "envoy"]],
  ["failed", ["burstgpt", "alb"]],
] as const;

function checkOptions(trace: Partial<TraceSection>, report: Report): void {
  const { format } = trace;
  if (format === undefined) return;
  for (const [key, formats] of OPTIONS) {
    const value = trace[key];
    const isFitting = formats.some((one) => one === format);
    if (value === undefined || value === null || isFitting) continue;
    report({
      code: "conflict",
      message: `must be left out with format: ${format}`,
      hint: `it goes with format: ${formats.join(" or ")}`,
      path: [key],
    });
  }
}

/** A law stands in for what the trace lacks; it never replaces what was recorded. */
function checkLaws(trace: Partial<TraceSection>, report: Report): void {
  const { columns, format } = trace;
  if (format === undefined || columns === undefined) return;
  for (const side of ["input", "output"] as const) {
    const written = trace[side];
    if (written === undefined || written === null) continue;
    const isRecorded = format === "columns" ? columns?.[side] : !FORMATS_WITHOUT_TOKENS.has(format);
    if (isRecorded === undefined || isRecorded === null || isRecorded === false) continue;
    report({
      code: "conflict",
      message: `must be left out: the trace has its own ${side} tokens`,
      hint: "remove it, or generate the workload instead of replaying a trace",
      path: [side],
    });
  }
}
