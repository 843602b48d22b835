import { formatPath } from "../key-path.ts";
import { ScenarioError, type Problem } from "../scenario-error.ts";
import { suggestWord } from "../suggest.ts";
import type { PlacedProblem } from "../validate-tree.ts";
import { readYamlStream } from "../yaml-stream.ts";
import { CLASS_ANNOTATION, readMeasure, type Measure } from "./openslo-measure.ts";
import {
  checkCondition,
  readSlice,
  readTarget,
  readTerms,
  type IndicatorPlace,
  type SliceTerms,
  type SloTerms,
} from "./openslo-objective.ts";
import type { OpensloSection } from "./openslo-section.ts";
import { SloDocument } from "./slo-document.ts";
import { decimalText, percentText, showDuration } from "./slo-duration.ts";

/** What a file of SLOs says, as a scenario's `slo` would. */
export interface ImportedSlo {
  /** Keys of `slo` as they are written there. */
  readonly keys: Readonly<Record<string, unknown>>;
  /** What was left out or taken in another sense. */
  readonly notes: readonly string[];
}

/** One objective of one SLO. */
interface ReadObjective extends Measure, SloTerms {
  readonly document: SloDocument;
  readonly slo: string;
  readonly class: string | null;
  readonly target: number;
  readonly slice: SliceTerms | null;
}

const API = "openslo/v1";
/** Kinds of documents whose names mappings go by. */
const NAMING: ReadonlySet<unknown> = new Set(["SLO", "SLI"]);

/**
 * Reads the SLOs of an OpenSLO v1 file, of one or several documents.
 *
 * @param text - The file, YAML or JSON.
 * @param file - Its name, for messages.
 * @param section - What its indicators measure, where the file doesn't tell.
 * @param overridden - Keys of `slo` that the scenario writes itself, which the file need not agree
 *   on.
 * @throws ScenarioError with all that is wrong with it, each at its line.
 * @see https://github.com/OpenSLO/OpenSLO at aa5cb78.
 */
export function importOpenslo(
  text: string,
  file: string,
  { metrics }: Pick<OpensloSection, "metrics">,
  overridden: readonly string[],
): ImportedSlo {
  const documents = readYamlStream(text, file).map((tree) => new SloDocument(tree, text));
  const indicators = indicatorsOf(documents);
  const notes: string[] = [];
  const objectives: ReadObjective[] = [];
  for (const document of documents) {
    if (!isOpenslo(document)) continue;
    const kind = document.at("kind");
    if (kind === "AlertCondition") checkCondition(document, ["spec", "condition"]);
    if (kind !== "SLO") {
      if (kind !== "SLI") notes.push(`${String(kind)} ${nameOf(document)} is not used`);
      continue;
    }
    objectives.push(...readSlo(document, indicators, metrics, overridden, notes));
  }
  if (objectives.length === 0 && documents.every(({ findings }) => findings.length === 0)) {
    documents[0]?.fail([], "must have an SLO that isn't skipped", "a document of kind: SLO");
  }
  checkAgreement(objectives, overridden);
  throwErrors(documents, unusedMappings(documents, metrics, file), text);
  for (const { findings } of documents) {
    for (const { problem } of findings) notes.push(`line ${problem.line}: ${problem.message}`);
  }
  if (documents.length === 0) throw new ScenarioError([emptyProblem(file)], text);
  return { keys: keysOf(objectives), notes: notes.map((note) => `${file}: ${note}`) };
}

function emptyProblem(file: string): PlacedProblem {
  const source = { name: file, locate: () => null };
  return {
    code: "bad-value",
    path: "",
    file,
    line: null,
    column: null,
    message: "the file must hold a document of kind: SLO, got none",
    hint: null,
    place: { source, start: 0 },
  };
}

function isOpenslo(document: SloDocument): boolean {
  const version = document.at("apiVersion");
  if (version === API) return true;
  document.fail(["apiVersion"], `must be ${API}, got ${String(version)}`, null);
  return false;
}

function nameOf(document: SloDocument): string {
  return document.words("metadata", "name") ?? "without a name";
}

/** Indicators that are documents of their own, by name. */
function indicatorsOf(documents: readonly SloDocument[]): ReadonlyMap<string, IndicatorPlace> {
  return new Map(
    documents
      .filter((document) => document.at("kind") === "SLI")
      .map((document) => [
        nameOf(document),
        { document, path: ["spec"], name: document.words("metadata", "name") },
      ]),
  );
}

/** Names of `metrics` that neither an SLO nor an indicator of the file has. */
function unusedMappings(
  documents: readonly SloDocument[],
  metrics: OpensloSection["metrics"],
  file: string,
): readonly Problem[] {
  const names = documents.flatMap((document) =>
    [
      document.words("metadata", "name"),
      document.words("spec", "indicator", "metadata", "name"),
    ].flatMap((name) => (name === null || !NAMING.has(document.at("kind")) ? [] : [name])),
  );
  return [...metrics.keys()].flatMap((name): readonly Problem[] => {
    if (documents.length === 0 || names.includes(name)) return [];
    const path = formatPath(["slo", "openslo", "metrics", name]);
    const nearest = suggestWord(name, names);
    const known = names.length === 0 ? null : `it has ${names.join(", ")}`;
    const hint = nearest === null ? known : `did you mean \`${nearest}\`?`;
    const message = `${path} names no SLO or indicator of the file`;
    return [{ code: "unknown-key", path, file, line: null, column: null, message, hint }];
  });
}

function readSlo(
  slo: SloDocument,
  indicators: ReadonlyMap<string, IndicatorPlace>,
  metrics: OpensloSection["metrics"],
  overridden: readonly string[],
  notes: string[],
): readonly ReadObjective[] {
  const name = nameOf(slo);
  const indicator = findIndicator(slo, indicators);
  if (indicator === null) return [];
  const mapping = metrics.get(name) ?? metrics.get(indicator.name ?? "");
  if (mapping === "skip") {
    notes.push(`SLO ${name} is skipped, as asked`);
    return [];
  }
  const terms = readTerms(slo, overridden);
  const policies = slo.count("spec", "alertPolicies");
  for (let position = 0; position < policies; position++) {
    checkCondition(slo, [
      "spec",
      "alertPolicies",
      position,
      "spec",
      "conditions",
      0,
      "spec",
      "condition",
    ]);
  }
  if (policies > 0) notes.push(`SLO ${name}: alert policies are not used; slo.alerts says them`);
  const found = slo.count("spec", "objectives");
  if (found === 0) slo.fail(["spec", "objectives"], "must be a list of at least 1", null);
  const isThreshold = indicator.document.has(...indicator.path, "thresholdMetric");
  if (found > 1 && isThreshold) {
    const message = `must be a single objective with a thresholdMetric, got ${found}`;
    slo.fail(["spec", "objectives"], message, "write an SLO for each");
  }
  return Array.from({ length: found }, (_, position) => position).flatMap((position) => {
    const path = ["spec", "objectives", position];
    const target = readTarget(slo, path);
    const measure = readMeasure({ slo, name, indicator, mapping }, path);
    const isSliced = terms?.budgeting === "timeslices" && !overridden.includes("timeSlice");
    const slice = isSliced ? readSlice(slo, path) : null;
    if (terms === null || target === null || measure === null) return [];
    if (isSliced && slice === null) return [];
    noteQuantile(measure, terms, name, notes);
    const ofClass = slo.words("metadata", "annotations", CLASS_ANNOTATION);
    return [{ document: slo, slo: name, class: ofClass, target, slice, ...measure, ...terms }];
  });
}

function findIndicator(
  slo: SloDocument,
  indicators: ReadonlyMap<string, IndicatorPlace>,
): IndicatorPlace | null {
  if (slo.has("spec", "indicator")) {
    const name = slo.words("spec", "indicator", "metadata", "name");
    return { document: slo, path: ["spec", "indicator", "spec"], name };
  }
  const reference = slo.words("spec", "indicatorRef");
  if (reference === null) {
    return slo.fail(["spec"], "must have an indicator or an indicatorRef", null);
  }
  const known = indicators.get(reference);
  if (known !== undefined) return known;
  const message = `names ${reference}, which is no SLI of this file`;
  return slo.fail(["spec", "indicatorRef"], message, "put its document into the file");
}

function noteQuantile(
  { quantile }: Measure,
  { budgeting }: SloTerms,
  name: string,
  notes: string[],
): void {
  if (quantile === null) return;
  notes.push(
    budgeting === "timeslices"
      ? `SLO ${name}: a slice is good if ${percentText(quantile)} of its requests are; verdicts count requests`
      : `SLO ${name}: its points are quantiles, of which the target is a share; here it is a share of requests`,
  );
}

/** A scenario has one window, one method and one slice for all of its objectives. */
function checkAgreement(objectives: readonly ReadObjective[], overridden: readonly string[]): void {
  const [first] = objectives;
  if (first === undefined) return;
  const terms = [
    {
      key: "window",
      path: ["spec", "timeWindow"],
      of: (one: ReadObjective) => showDuration(one.window),
    },
    {
      key: "budgeting",
      path: ["spec", "budgetingMethod"],
      of: (one: ReadObjective) => one.budgeting,
    },
    { key: "timeSlice", path: ["spec", "objectives"], of: (one: ReadObjective) => showSlice(one) },
  ];
  for (const { key, of, path } of terms) {
    if (overridden.includes(key)) continue;
    for (const objective of objectives) {
      if (of(objective) === of(first)) continue;
      const message = `must agree with SLO ${first.slo}, which has ${of(first)}, got ${of(objective)}`;
      objective.document.fail(
        path,
        message,
        `write slo.${key} beside slo.openslo, or skip one SLO`,
      );
      break;
    }
  }
}

function showSlice(objective: ReadObjective): string {
  const { slice } = objective;
  if (slice === null) return "no slices";
  const target = sliceTarget(objective);
  const share = target === null ? "the target" : percentText(target);
  return `slices of ${showDuration(slice.window)} with ${share} good`;
}

/** Share of a slice's requests that must be good: of a quantile that share, whatever the file says. */
function sliceTarget({ quantile, slice }: ReadObjective): number | null {
  return quantile ?? slice?.target ?? null;
}

function throwErrors(
  documents: readonly SloDocument[],
  unused: readonly Problem[],
  text: string,
): void {
  const errors = documents.flatMap(({ findings }) =>
    findings.flatMap(({ problem, severity }) => (severity === "error" ? [problem] : [])),
  );
  if (errors.length === 0 && unused.length === 0) return;
  throw new ScenarioError([...unused, ...errors], text);
}

function keysOf(objectives: readonly ReadObjective[]): ImportedSlo["keys"] {
  const [first] = objectives;
  const { budgeting, slice, window } = first;
  const target = sliceTarget(first);
  return {
    window: showDuration(window),
    budgeting,
    ...(slice === null
      ? {}
      : {
          timeSlice: {
            window: showDuration(slice.window),
            ...(target === null ? {} : { target: percentText(target) }),
          },
        }),
    objectives: objectives.map((objective) => ({
      ...(objective.class === null ? {} : { class: objective.class }),
      metric: objective.metric,
      within: `${decimalText(objective.within)}s`,
      target: percentText(objective.target),
    })),
  };
}
