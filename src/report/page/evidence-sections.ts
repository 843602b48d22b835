import type { Point, Result } from "../../plan/result.ts";
import { extrapolationWords } from "../calibration-words.ts";
import { classLines } from "../class-lines.ts";
import { budgetSentences, priceSentences } from "../decision-lines.ts";
import { clientSentences, fleetSentences, redundancySentences } from "../fleet-lines.ts";
import { fleetWords, retryWords } from "../fleet-words.ts";
import { formatCount, formatCounted, formatShare, formatSpan, objectiveName } from "../format.ts";
import { headroomLines } from "../headroom-lines.ts";
import { biggestWasteSentence } from "../ledger-lines.ts";
import { recoverySentences } from "../recovery-lines.ts";
import { burstinessWords, serviceWords, tokenWords, trafficWords } from "../scenario-words.ts";
import { chosenPoint, nearestPoint } from "../settings.ts";
import { renderTax } from "../tax-lines.ts";
import { confidenceSentence, reasonSentences, sentence } from "./answer-section.ts";
import { markup, type Markup } from "./markup.ts";
import { targetText } from "./target-text.ts";

/** A label and what there is to say about it; nothing if it is empty. */
export type Line = readonly [label: string, sentences: readonly string[]];

/** Wide enough that no paragraph is broken: the page does that. */
const UNBROKEN = 100_000;

/** Why this fleet, how sure that is, and how the intervals were made. */
export function evidenceSection(result: Result): Markup {
  return markup`<section id="evidence" aria-labelledby="evidence-heading">
<h2 id="evidence-heading">How sure, and why</h2>
${definitions(evidenceLines(result))}
</section>`;
}

/** The same in lines. */
export function evidenceLines(result: Result): readonly Line[] {
  const point = shownPoint(result);
  return [
    ["The choice", reasonSentences(result)],
    ["Confidence", [confidenceSentence(result), methodSentence(result)]],
    ["Evidence", evidenceSentences(result, point)],
    ["Error budget", budgetSentences(point)],
    ["Limits and headroom", headroomLines(result)],
    ["Without some replicas", redundancySentences(result)],
    ["Recovery", recoverySentences(result)],
    ["Caution", extrapolationWords(result, point).map(sentence)],
  ];
}

/** What the money buys, in sentences. */
export function moneySection(result: Result): Markup {
  const lines = moneyLines(result);
  if (lines.every(([, sentences]) => sentences.length === 0)) return markup``;
  return markup`<section id="money" aria-labelledby="money-heading">
<h2 id="money-heading">What the money buys</h2>
${definitions(lines)}
</section>`;
}

/** The same in lines. */
export function moneyLines(result: Result): readonly Line[] {
  const waste = biggestWasteSentence(result);
  const tax = renderTax(result, { color: false, width: UNBROKEN });
  return [
    ["Another promise", priceSentences(result)],
    ["Largest waste", waste === "" ? [] : [waste]],
    ...tax.map((paragraph): Line => {
      const [first, ...rest] = paragraph.split("\n").map((line) => line.trim());
      const [label, ...words] = first.split(/ {2,}/);
      return [label, [words.join(" "), ...rest].filter((line) => line !== "")];
    }),
  ];
}

/** What was taken as given. */
export function assumptionSection(result: Result): Markup {
  return markup`<section id="assumptions" aria-labelledby="assumptions-heading">
<h2 id="assumptions-heading">What was assumed</h2>
${definitions(assumptionLines(result))}
</section>`;
}

/** The same in lines. */
export function assumptionLines(result: Result): readonly Line[] {
  const { scenario, workload } = result;
  const point = shownPoint(result);
  const retries = retryWords(scenario);
  const { slo } = scenario;
  return [
    [
      "Traffic",
      [trafficWords(scenario, workload), burstinessWords(workload), tokenWords(workload)].filter(
        (line) => line !== "",
      ),
    ],
    ["Notes on the trace", workload.notes],
    ["Service", [serviceWords(scenario.service)]],
    [
      "Fleet",
      [
        ...fleetWords(scenario.fleet, Object.keys(scenario.sweep)),
        ...fleetSentences(point, scenario.run),
      ],
    ],
    ["Clients", [...(retries === "" ? [] : [retries]), ...clientSentences(point, scenario.run)]],
    ["Classes", classLines(point)],
    [
      "SLO",
      [
        ...slo.objectives.map((objective) => objectiveName(objective)),
        `over ${formatSpan(slo.window)}, by ${slo.budgeting === "occurrences" ? "requests" : "slices of time"}`,
      ],
    ],
    [
      "Simulation",
      [
        `${formatCounted(scenario.run.replications, "replication")} from seed ${scenario.seed}`,
        point.warmup > 0 ? `the first ${formatSpan(point.warmup)} of each not measured` : "",
      ].filter((line) => line !== ""),
    ],
  ];
}

/** Labels with their sentences, a list where there are several; those without any are left out. */
export function definitions(lines: readonly Line[]): Markup {
  const filled = lines
    .filter(([, sentences]) => sentences.length > 0)
    .map(([label, sentences]): Line => [label, sentences.map(sentence)]);
  return markup`<dl class="definitions">
${filled.map(
  ([label, sentences]) =>
    markup`<div><dt>${label}</dt>${sentences.map((text) => markup`<dd>${text}</dd>`)}</div>
`,
)}</dl>`;
}

function shownPoint(result: Result): Point {
  const { choice, points } = result;
  return choice === null ? nearestPoint(points) : chosenPoint(result, choice);
}

function methodSentence({ question }: Result): string {
  switch (question.kind) {
    case "hindsight":
      return "There is no interval, because nothing was drawn at random; other traffic may differ.";
    case "same-trace":
      return "Intervals are across replications of the same requests; other traffic may differ more.";
    case "future": {
      const [first] = question.resampling;
      if (first === undefined) {
        return (
          "Each bound is the wider of a Clopper–Pearson bound at the effective sample size and a " +
          "t bound on batch means: slow requests come in clusters and are not counted as independent."
        );
      }
      const { blockLength, blocks, resamples } = first;
      return (
        `The trace was resampled ${formatCount(resamples)} times in blocks of ` +
        `${formatSpan(blockLength)} (it holds ${blocks.toFixed(1)}) and simulated again each time.`
      );
    }
  }
}

function evidenceSentences({ scenario }: Result, point: Point): readonly string[] {
  const level = formatShare(scenario.slo.confidence, 0);
  return point.objectives.map((objective) => {
    const { compliance, effectiveViolations, interval, requestsToSettle, target, verdict } =
      objective;
    const range =
      interval === null
        ? ""
        : `, between ${formatShare(interval[0])} and ${formatShare(interval[1])} at ${level} confidence`;
    const violations = objective.byBatch.reduce((sum, [good, all]) => sum + all - good, 0);
    // Fewer were counted: the bound is that of a stricter limit.
    const isRare = effectiveViolations !== null && effectiveViolations > violations;
    const worth =
      effectiveViolations === null
        ? ""
        : `; evidence worth ${formatCount(effectiveViolations)} independent violations${isRare ? " of a stricter limit, as hardly any request breaks this one" : ""}`;
    const more =
      requestsToSettle === null
        ? ""
        : `; about ${formatCount(requestsToSettle)} more ${objective.class === null ? "" : `${objective.class} `}requests ${interval === null ? "are needed to resample the trace" : "have an even chance to settle it"}`;
    return `${objectiveName(objective)}: ${formatShare(compliance)} in time${range}, for a target of ${targetText(target)}: ${verdict}${worth}${more}.`;
  });
}
