import { isObject } from "./json-cells.ts";

/** A span of a request to a model. */
export interface GenAiSpan {
  readonly id: string;
  readonly parent: string | null;
  /** Nanoseconds since 1970, as written. */
  readonly start: string | null;
  readonly input: string | null;
  readonly output: string | null;
  /** From start to end; null if it isn't known. */
  readonly seconds: string | null;
  readonly line: number | null;
}

/** Operations that ask a model for tokens; others are embeddings, agents, tools. */
const INFERENCES = new Set(["chat", "text_completion", "generate_content"]);
/** Attributes of usage with the names they had before. */
const INPUT_NAMES = ["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"];
const OUTPUT_NAMES = ["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"];

type Attributes = ReadonlyMap<string, string>;

/**
 * Finds the spans of requests in an export, or in a list of them.
 *
 * @param line - Where it stands; null for a document.
 * @param skip - Called for each other span with why it is left out.
 */
export function* readSpans(
  exported: unknown,
  line: number | null,
  skip: (label: string) => void,
): Generator<GenAiSpan> {
  for (const span of listSpans(exported)) {
    const attributes = readAttributes(span["attributes"]);
    const reason = findReason(attributes);
    if (reason === null) yield makeSpan(span, attributes, line);
    else skip(reason);
  }
}

function* listSpans(exported: unknown): Generator<Readonly<Record<string, unknown>>> {
  for (const one of Array.isArray(exported) ? objectsOf(exported) : objectsOf([exported])) {
    for (const resource of objectsOf(one["resourceSpans"])) {
      // Exporters before OTLP 0.15 have the latter name.
      const scopes = resource["scopeSpans"] ?? resource["instrumentationLibrarySpans"];
      for (const scope of objectsOf(scopes)) yield* objectsOf(scope["spans"]);
    }
  }
}

function objectsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Attributes of the generative AI conventions, with their values as texts. */
function readAttributes(list: unknown): Attributes {
  const attributes = new Map<string, string>();
  for (const { key, value } of objectsOf(list)) {
    if (typeof key !== "string" || !key.startsWith("gen_ai.") || !isObject(value)) continue;
    const plain = value["intValue"] ?? value["stringValue"] ?? value["doubleValue"];
    if (typeof plain === "string" || typeof plain === "number") attributes.set(key, String(plain));
  }
  return attributes;
}

/** Says why a span is no request with its sizes; null if it is one. */
function findReason(attributes: Attributes): string | null {
  if (attributes.size === 0) return "no gen_ai attributes";
  const operation = attributes.get("gen_ai.operation.name");
  if (operation !== undefined && !INFERENCES.has(operation)) return `the operation ${operation}`;
  const input = first(attributes, INPUT_NAMES);
  const output = first(attributes, OUTPUT_NAMES);
  if (input === null || output === null) return "no token usage (failed, or streamed without it)";
  return Number(output) === 0 ? "0 output tokens (failed)" : null;
}

function first(attributes: Attributes, names: readonly string[]): string | null {
  for (const name of names) {
    const value = attributes.get(name);
    if (value !== undefined) return value;
  }
  return null;
}

function makeSpan(
  span: Readonly<Record<string, unknown>>,
  attributes: Attributes,
  line: number | null,
): GenAiSpan {
  const { endTimeUnixNano, parentSpanId, spanId, startTimeUnixNano, traceId } = span;
  const start = textOf(startTimeUnixNano);
  const end = textOf(endTimeUnixNano);
  return {
    id: `${textOf(traceId)}/${textOf(spanId)}`,
    parent: textOf(parentSpanId) === null ? null : `${textOf(traceId)}/${textOf(parentSpanId)}`,
    start,
    input: first(attributes, INPUT_NAMES),
    output: first(attributes, OUTPUT_NAMES),
    seconds: secondsBetween(start, end),
    line,
  };
}

function textOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}

function secondsBetween(start: string | null, end: string | null): string | null {
  if (start === null || end === null || !/^[0-9]+$/u.test(start) || !/^[0-9]+$/u.test(end)) {
    return null;
  }
  return String(Number(BigInt(end) - BigInt(start)) / 1e9);
}
