import { afterAll, describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { makeTraceFolder, readTraceError, toPlain, traceSection } from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

const otel = { format: "otel-genai" } as const;

interface SpanOptions {
  readonly id: string;
  readonly parent?: string;
  /** Milliseconds after the first. */
  readonly at: number;
  readonly operation?: string;
  readonly tokens?: readonly [input: number | string, output: number | string];
  readonly names?: readonly [input: string, output: string];
}

const INPUT = "gen_ai.usage.input_tokens";
const OUTPUT = "gen_ai.usage.output_tokens";

function span({ id, parent, at, operation, tokens, names = [INPUT, OUTPUT] }: SpanOptions): object {
  const start = 1_700_000_000_000_000_000n + BigInt(at) * 1_000_000n + 7n;
  return {
    traceId: "5b8efff798038103d269b633813fc60c",
    spanId: id,
    parentSpanId: parent ?? "",
    name: "chat gpt",
    kind: 3,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 250_000_000n),
    attributes: [
      { key: "http.request.method", value: { stringValue: "POST" } },
      ...(operation === undefined
        ? []
        : [{ key: "gen_ai.operation.name", value: { stringValue: operation } }]),
      ...(tokens ?? []).map((value, side) => ({
        key: names[side],
        value: { intValue: typeof value === "number" ? String(value) : value },
      })),
    ],
  };
}

function exported(...spans: readonly object[]): object {
  return { resourceSpans: [{ resource: {}, scopeSpans: [{ scope: { name: "x" }, spans }] }] };
}

const first = span({ id: "a", at: 0, operation: "chat", tokens: [120, 30] });
const second = span({ id: "b", at: 1500, operation: "generate_content", tokens: [7, 1] });

describe("otel-genai", () => {
  it("reads one export a line, as the collector writes them", async () => {
    const text = [exported(second), exported(), exported(first)].map((one) => JSON.stringify(one));
    const rows = await readTrace(folder.write("t.jsonl", text.join("\n")), traceSection(otel));
    expect(toPlain(rows)).toEqual({
      arrivals: [0, 1.5],
      inputs: [120, 7],
      outputs: [30, 1],
      durations: [],
    });
    expect(rows.notes.at(-1)).toContain("logged durations, waiting included: median 0.25 s");
  });

  it("reads one document over many lines", async () => {
    const text = JSON.stringify(exported(first, second), null, 2);
    const rows = await readTrace(folder.write("t.json", text), traceSection(otel));
    expect([...rows.arrivals]).toEqual([0, 1.5]);
  });

  it("takes the former names of usage, and spans without an operation", async () => {
    const names = ["gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens"] as const;
    const old = span({ id: "c", at: 10, tokens: [5, 6], names });
    const text = JSON.stringify(exported(old));
    const rows = await readTrace(folder.write("old.jsonl", text), traceSection(otel));
    expect(toPlain(rows)).toMatchObject({ inputs: [5], outputs: [6] });
  });

  it("leaves out what is no request of its own, and counts it by reason", async () => {
    const text = JSON.stringify(
      exported(
        first,
        span({ id: "agent", at: 0, operation: "invoke_agent", tokens: [120, 30] }),
        span({ id: "inner", parent: "a", at: 1, operation: "chat", tokens: [120, 30] }),
        span({ id: "http", at: 0 }),
        span({ id: "failed", at: 0, operation: "chat" }),
        span({ id: "empty", at: 0, operation: "chat", tokens: [5, 0] }),
        span({ id: "embed", at: 0, operation: "embeddings", tokens: [5, 5] }),
        span({ id: "tool", parent: "agent", at: 2, operation: "chat", tokens: [9, 9] }),
      ),
    );
    const rows = await readTrace(folder.write("skip.jsonl", text), traceSection(otel));
    expect([...rows.inputs]).toEqual([120, 9]);
    expect(rows).toMatchObject({ read: 8, skipped: 6 });
    expect(rows.notes[0]).toBe(
      "skipped 6 of 8 rows: 1 with the operation invoke_agent, 1 with no gen_ai attributes, 1 with no token usage (failed, or streamed without it), 1 with 0 output tokens (failed), 1 with the operation embeddings, 1 with a place inside another request's span",
    );
  });

  it("makes broken lines and sizes malformed rows", async () => {
    const odd = span({ id: "odd", at: 0, operation: "chat", tokens: ["many", 5] });
    const text = [
      JSON.stringify(exported(first)),
      '{"resourceSpans": [',
      JSON.stringify(exported(odd)),
    ];
    const error = await readTraceError(folder.write("broken.jsonl", text.join("\n")), otel);
    expect(error.problems.map(({ line, message }) => [line, message])).toEqual([
      [2, "not a JSON object"],
      [3, 'gen_ai.usage.input_tokens must be a whole number from 1 to 10,000,000, got "many"'],
    ]);
  });

  it("refuses what is no OTLP in one clear error", async () => {
    const csv = await readTraceError(folder.write("a.csv", "a,b\n1,2\n"), otel);
    expect(csv.message).toMatch(/: line 1: is not OTLP JSON, which starts with \{; is it CSV\?$/u);
    const cut = await readTraceError(folder.write("cut.json", '{\n "resourceSpans": [\n'), otel);
    expect(cut.message).toMatch(/: is neither a JSON document nor JSON Lines: /u);
    const other = await readTraceError(folder.write("other.json", '{"a": 1}'), otel);
    expect(other.message).toMatch(/no usable rows/u);
  });
});
