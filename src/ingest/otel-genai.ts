import { fileError } from "./trace-error.ts";
import type { InspectedFile, TextFile } from "./inspect-file.ts";
import { parseObject } from "./json-cells.ts";
import { readSpans } from "./otel-spans.ts";
import type { GenAiSpan } from "./otel-spans.ts";
import { ARRIVAL, ELAPSED, INPUT, OUTPUT } from "./row-cells.ts";
import type { RowCollector } from "./row-collector.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";
import { streamLines, streamText } from "./stream-lines.ts";
import { TextCells } from "./text-cells.ts";

/** The largest document that is read as one; a text holds no more than twice that. */
const MAX_DOCUMENT_BYTES = 256 * 1024 ** 2;

/**
 * Spans of OpenTelemetry's conventions for generative AI, as OTLP JSON: one document, or one export
 * a line as the collector's file exporter writes.
 *
 * A request is a span whose `gen_ai.operation.name` is `chat`, `text_completion` or
 * `generate_content`, with `gen_ai.usage.input_tokens` and `…output_tokens` (or their former names).
 * Left out and counted are agents, tools and embeddings, spans without usage, and spans inside
 * another request's span, which are the same request seen again.
 *
 * @throws TraceError when the file is of another format.
 * @see https://github.com/open-telemetry/semantic-conventions-genai (Development, read 2026)
 */
export function formatOtelGenAi(file: InspectedFile): RowFormat {
  if (file.kind === "parquet") {
    throw fileError(file.path, "is a Parquet file, not OTLP JSON; use `format: columns`");
  }
  if (!/^\s*[{[]/u.test(file.firstLine)) {
    throw fileError(file.path, "is not OTLP JSON, which starts with {; is it CSV?", 1);
  }
  const layout = layOut(
    { name: "startTimeUnixNano", kind: "number", unit: "ns" },
    {
      input: "gen_ai.usage.input_tokens",
      output: "gen_ai.usage.output_tokens",
      elapsed: { name: "endTimeUnixNano", perSecond: 1, isLead: false },
    },
  );
  return { layout, read: (collector) => readExports(file, collector) };
}

async function readExports(file: TextFile, collector: RowCollector): Promise<void> {
  const spans: GenAiSpan[] = [];
  const skip = (label: string): void => collector.leaveOut(label);
  if (parseObject(file.firstLine) === null) {
    spans.push(...readSpans(await parseDocument(file), null, skip));
  } else {
    let line = 0;
    await streamLines(file, (bytes, start, end) => {
      line++;
      const text = Buffer.from(bytes.subarray(start, end)).toString("utf8");
      if (text.trim() === "") return true;
      const parsed = parseObject(text);
      collector.line = line;
      if (parsed !== null) for (const span of readSpans(parsed, line, skip)) spans.push(span);
      else {
        const fault = { message: "not a JSON object", label: "something else than a JSON object" };
        collector.take(new TextCells(), fault);
      }
      return true;
    });
  }
  handOver(spans, collector);
}

/** Parses a document that spans lines. */
async function parseDocument(file: TextFile): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  await streamText(
    file,
    (chunk) => {
      bytes += chunk.length;
      if (bytes > MAX_DOCUMENT_BYTES) {
        throw fileError(
          file.path,
          "one JSON document of more than 256 MiB; write one export a line",
        );
      }
      chunks.push(Buffer.from(chunk));
    },
    () => undefined,
  );
  try {
    const parsed: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return parsed;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw fileError(file.path, `is neither a JSON document nor JSON Lines: ${reason}`);
  }
}

/** Hands over the requests that aren't inside another's span. */
function handOver(spans: readonly GenAiSpan[], collector: RowCollector): void {
  const ids = new Set(spans.map(({ id }) => id));
  const cells = new TextCells();
  for (const span of spans) {
    if (span.parent !== null && ids.has(span.parent)) {
      collector.leaveOut("a place inside another request's span");
      continue;
    }
    collector.line = span.line;
    cells.texts[ARRIVAL] = span.start;
    cells.texts[INPUT] = span.input;
    cells.texts[OUTPUT] = span.output;
    cells.texts[ELAPSED] = span.seconds;
    collector.take(cells, null);
  }
}
