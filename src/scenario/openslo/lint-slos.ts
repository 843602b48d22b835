import type { KeyPath } from "../key-path.ts";
import { readYamlStream } from "../yaml-stream.ts";
import { bucketOfQuery } from "./indicator-metric.ts";
import { checkCondition, readSlice, readTarget, readTerms } from "./openslo-objective.ts";
import { lintBuckets, type FindBucketProblem } from "./lint-buckets.ts";
import { SloDocument, type SloFinding } from "./slo-document.ts";

/** What was looked at in a file of SLOs, and what was found. */
export interface LintedSlos {
  /** Formats of its documents, in their order. */
  readonly formats: readonly string[];
  readonly findings: readonly SloFinding[];
}

/**
 * Looks over the SLOs of a file for mistakes that their tools accept: OpenSLO, Sloth and Pyrra, in
 * any mixture.
 *
 * @param text - YAML or JSON, of one or several documents.
 * @param file - Its name, for messages.
 * @param findBucketProblem - Knows histograms and their buckets.
 * @throws ScenarioError if it can't be read at all.
 */
export function lintSlos(
  text: string,
  file: string,
  findBucketProblem: FindBucketProblem,
): LintedSlos {
  const documents = readYamlStream(text, file).map((tree) => new SloDocument(tree, text));
  const formats = documents.map(lintDocument);
  for (const document of documents) lintBuckets(document, findBucketProblem);
  return { formats, findings: documents.flatMap(({ findings }) => findings) };
}

function lintDocument(document: SloDocument): string {
  const version = document.words("apiVersion") ?? document.words("version") ?? "";
  const kind = document.words("kind") ?? "";
  if (version.startsWith("openslo/")) {
    lintOpenslo(document, kind);
    return `OpenSLO ${kind}`;
  }
  if (version.startsWith("prometheus/v")) {
    lintSloth(document, []);
    return "Sloth";
  }
  if (version.startsWith("sloth.slok.dev/")) {
    lintSloth(document, ["spec"]);
    return "Sloth";
  }
  if (version.startsWith("pyrra.dev/")) {
    lintPyrra(document);
    return "Pyrra";
  }
  document.fail([], "is none of OpenSLO, Sloth and Pyrra", "they say so in apiVersion or version");
  return "unknown";
}

function lintOpenslo(document: SloDocument, kind: string): void {
  if (kind === "AlertCondition") checkCondition(document, ["spec", "condition"]);
  if (kind !== "SLO") return;
  const terms = readTerms(document, []);
  for (let position = 0; position < document.count("spec", "objectives"); position++) {
    const path = ["spec", "objectives", position];
    readTarget(document, path);
    if (terms?.budgeting === "timeslices") readSlice(document, path);
    lintOp(document, path);
  }
}

function lintOp(document: SloDocument, path: KeyPath): void {
  const op = document.at(...path, "op");
  const isThreshold = document.has("spec", "indicator", "spec", "thresholdMetric");
  if (isThreshold && (op === "gte" || op === "gt")) {
    document.warn([...path, "op"], `is ${op}: larger values are good`, "of a latency: op: lte");
  }
}

/** @param root - Of the specification in the document. */
function lintSloth(document: SloDocument, root: KeyPath): void {
  const path = [...root, "slos"];
  if (document.count(...path) === 0) document.fail(path, "must be a list of at least 1", null);
  for (let position = 0; position < document.count(...path); position++) {
    const objective = [...path, position, "objective"];
    const value = document.number(...objective);
    if (value === null || value <= 0 || value >= 100) {
      const found = String(document.at(...objective));
      document.fail(objective, `must be a percentage above 0 and below 100, got ${found}`, null);
    } else if (value <= 1) {
      const hint = `did you mean ${Number((100 * value).toPrecision(12))}?`;
      document.warn(objective, `is ${value} percent`, hint);
    }
    lintWindows(document, [...path, position, "sli"]);
  }
}

function lintWindows(document: SloDocument, sli: KeyPath): void {
  const queries = [
    ["events", "error_query"],
    ["events", "total_query"],
    ["raw", "error_ratio_query"],
  ];
  for (const query of queries) {
    const text = document.words(...sli, ...query);
    if (text === null || /\{\{-?\s*\.window\s*-?\}\}/.test(text)) continue;
    const message = "has no {{.window}}, which Sloth fills in with each of its windows";
    document.fail([...sli, ...query], message, "such as rate(requests_total[{{.window}}])");
  }
}

function lintPyrra(document: SloDocument): void {
  lintPyrraTarget(document);
  const window = document.words("spec", "window");
  if (window === null || !/^(?:\d+(?:ms|[smhdwy]))+$/.test(window)) {
    const found = String(document.at("spec", "window"));
    document.fail(["spec", "window"], `must be a duration such as 4w, got ${found}`, "no months");
  }
  const latency = ["spec", "indicator", "latency"];
  if (!document.has(...latency)) return;
  const success = document.words(...latency, "success", "metric") ?? "";
  const total = document.words(...latency, "total", "metric") ?? "";
  if (!success.includes("_bucket") || bucketOfQuery(success) === null) {
    const path = [...latency, "success", "metric"];
    const hint = 'such as requests_seconds_bucket{le="0.5"}, with a bound that the histogram has';
    document.fail(path, "must be a bucket of a histogram with its bound le", hint);
  }
  if (!total.includes("_count")) {
    document.warn([...latency, "total", "metric"], "is not the _count of a histogram", null);
  }
}

function lintPyrraTarget(document: SloDocument): void {
  const path = ["spec", "target"];
  const target = document.at(...path);
  if (typeof target === "number") {
    document.fail(path, "must be a text", `put it in quotes: '${target}'`);
  }
  const value = Number(target);
  if (!(value > 0 && value < 100)) {
    document.fail(path, `must be a percentage above 0 and below 100, got ${String(target)}`, null);
  } else if (value < 1) {
    const hint = `did you mean '${Number((100 * value).toPrecision(12))}'?`;
    document.warn(path, `is ${value} percent`, hint);
  }
}
