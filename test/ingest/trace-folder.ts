import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { TraceError } from "../../src/ingest/trace-error.ts";
import type { TraceRows } from "../../src/ingest/trace-rows.ts";
import type { TraceSection } from "../../src/scenario/scenario.ts";

/** A folder for the fixtures of one test file; `remove` it when they are done. */
export interface TraceFolder {
  readonly path: string;
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly remove: () => void;
}

export function makeTraceFolder(): TraceFolder {
  const path = mkdtempSync(join(tmpdir(), "tailcap-ingest-"));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

/** A trace section with the defaults of a scenario. */
export function traceSection(overrides: Partial<TraceSection>): TraceSection {
  return {
    file: "trace",
    format: "azure-llm",
    columns: null,
    unit: null,
    query: null,
    logFormat: null,
    failed: null,
    dequantize: false,
    input: null,
    output: null,
    window: null,
    speed: 1,
    copies: 1,
    onError: "error",
    ...overrides,
  };
}

/** Column names of `format: columns`; those left out are null. */
export function columnNames(
  names: Partial<NonNullable<TraceSection["columns"]>>,
): Partial<TraceSection> {
  const columns = { arrival: "t", input: null, output: null, duration: null, ...names };
  return { format: "columns", columns };
}

/** Reads a trace that must fail, and returns its error. */
export async function readTraceError(
  path: string,
  overrides: Partial<TraceSection>,
): Promise<TraceError> {
  const outcome = await readTrace(path, traceSection(overrides)).catch((error: unknown) => error);
  if (outcome instanceof TraceError) return outcome;
  throw new Error(`expected a TraceError, got ${JSON.stringify(outcome)}`);
}

/** The rows as plain arrays, for comparison. */
export function toPlain(rows: TraceRows): Record<string, readonly number[]> {
  return {
    arrivals: [...rows.arrivals],
    inputs: [...rows.inputs],
    outputs: [...rows.outputs],
    durations: [...rows.durations],
  };
}
