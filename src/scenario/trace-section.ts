import type { DistributionSection } from "./scenario.ts";

/** Layouts of trace files that are read. */
export const TRACE_FORMATS = [
  "azure-llm",
  "azure-functions-2021",
  "burstgpt",
  "mooncake",
  "qwen-bailian",
  "servegen",
  "vidur",
  "splitwise",
  "nginx",
  "envoy",
  "alb",
  "otel-genai",
  "columns",
] as const;

/** A layout of trace files. */
export type TraceFormat = (typeof TRACE_FORMATS)[number];

/** Formats whose files say nothing of tokens. */
export const FORMATS_WITHOUT_TOKENS: ReadonlySet<TraceFormat> = new Set([
  "azure-functions-2021",
  "servegen",
  "nginx",
  "envoy",
  "alb",
]);

/** Formats whose prompts come as blocks that show where they begin alike. */
export const FORMATS_WITH_PREFIXES: ReadonlySet<TraceFormat> = new Set([
  "mooncake",
  "qwen-bailian",
]);

/** A recorded request log. */
export interface TraceSection {
  /** Path or pattern as written, relative to the scenario file. */
  readonly file: string;
  readonly format: TraceFormat;
  /** Names of the columns, for `format: columns`; else null. */
  readonly columns: {
    readonly arrival: string;
    readonly input: string | null;
    readonly output: string | null;
    readonly duration: string | null;
  } | null;
  /** What numbers in the arrival column count; null: seconds, or what their size says. */
  readonly unit: "s" | "ms" | "us" | "ns" | null;
  /** SQL over the table `trace` that yields the columns; null to read them from the file. */
  readonly query: string | null;
  /** Form of a line of the log, as the server's configuration has it; null for its default. */
  readonly logFormat: string | null;
  /** What to do with requests that got no answer; null: what the format's reader documents. */
  readonly failed: "keep" | "skip" | null;
  /** Whether arrivals of a coarse clock are spread inside its ticks. */
  readonly dequantize: boolean;
  /** Laws of the token counts that the trace lacks; null for none. */
  readonly input: DistributionSection | null;
  readonly output: DistributionSection | null;
  /** Stretch of the trace to keep, in seconds of trace time; null for all of it. */
  readonly window: readonly [start: number, end: number] | null;
  readonly speed: number;
  readonly copies: number;
  /** What to do with a malformed row. */
  readonly onError: "error" | "skip";
}
