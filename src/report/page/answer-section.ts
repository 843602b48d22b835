import type { Choice, Result } from "../../plan/result.ts";
import { answerSentence } from "../answer.ts";
import {
  arrangementHeadline,
  heldArrangement,
  oneFleetName,
  savingSentences,
} from "../arrangement-words.ts";
import { costRange } from "../cost-range.ts";
import { elasticOf, nameOf } from "../fleet-name.ts";
import {
  formatCount,
  formatCounted,
  formatDollars,
  formatReplicas,
  formatShare,
  formatSignificant,
} from "../format.ts";
import { breakText, cleanText } from "../plain-text.ts";
import { chosenPoint, nearestPoint } from "../settings.ts";
import { verdictMark } from "./decision-section.ts";
import { markup, type Markup } from "./markup.ts";

const HOURS_PER_MONTH = 730;

/** The headline: what the report is of, the answer in a sentence, how sure, and the key figures. */
export function answerSection(result: Result): Markup {
  const { arrangements, scenario } = result;
  const isCompared = arrangements.length > 0;
  const answer = isCompared ? arrangementHeadline(result) : answerSentence(result);
  const more = isCompared
    ? [...savingSentences(result), `${oneFleetName(result)}: ${answerSentence(result)}.`]
    : [];
  const description = cleanText(scenario.description);
  return markup`<header class="answer">
<p class="eyebrow">Capacity report <span aria-hidden="true">·</span> ${scenario.name}</p>
<h1>${unbrokenUnits(answer)}</h1>
<p class="lede">${confidenceSentence(result)}${more.map((one) => markup` ${one}`)}</p>
${description !== "" && markup`<p class="description">${description}</p>`}
${figures(result)}
</header>`;
}

/** A text in which no line is broken between a number and its unit. */
function unbrokenUnits(text: string): string {
  return breakText(text)
    .map((piece) => piece.replaceAll(" ", "\u00a0"))
    .join(" ");
}

/** With what confidence the answer holds, and for what. */
export function confidenceSentence(result: Result): string {
  const { choice, question, scenario } = result;
  const about = cleanText(question.words);
  const held = choice === null ? heldArrangement(result) : null;
  const holder = held === null ? null : `the arrangement ${cleanText(held.name)} of pools`;
  if (question.kind === "hindsight") {
    const what = about.replace(/^hindsight: /, "");
    if (holder !== null) {
      return sentence(
        `${holder} keeps the SLO on this exact workload, one fleet for all classes does not: ${what}`,
      );
    }
    const verdict = choice === null ? "No fleet of the sweep keeps" : "The fleet keeps";
    return `${verdict} the SLO on this exact workload: ${what}.`;
  }
  const level = formatShare(scenario.slo.confidence, 0);
  const evidence = formatCounted(scenario.run.replications, "replication");
  if (holder !== null) {
    return `At ${level} confidence, from ${evidence}, ${holder} is shown to keep the SLO, one fleet for all classes is not. It is asked about ${about}.`;
  }
  if (choice === null) {
    return `At ${level} confidence, from ${evidence}, no fleet of the sweep is shown to keep the SLO. It is asked about ${about}.`;
  }
  const bounds = chosenPoint(result, choice).objectives.map(({ interval }) => interval?.[0] ?? 0);
  const least = bounds.length === 1 ? `at least ${formatShare(bounds[0])} in time` : "";
  return `Held with ${level} confidence${least === "" ? "" : ` (${least})`}, from ${evidence}, about ${about}.`;
}

function figures(result: Result): Markup {
  const { choice } = result;
  const point = choice === null ? nearestPoint(result.points) : chosenPoint(result, choice);
  const elastic = elasticOf(point);
  const size =
    elastic === null ? formatCount(point.replicas) : formatSignificant(elastic.meanReplicas, 3);
  const label = choice === null ? "Nearest fleet: replicas" : "Replicas";
  const list: readonly (readonly [label: string, value: Markup, note: Markup])[] = [
    [
      elastic === null ? label : `${label} on average`,
      markup`${size}`,
      elastic === null
        ? verdictMark(point)
        : markup`peak ${elastic.peakReplicas}; ${verdictMark(point)}`,
    ],
    [
      "Cost an hour",
      markup`${formatDollars(point.costPerHour)}`,
      markup`${[costRange(point), perThousand(point.costPerThousandGood)].filter(Boolean).join("; ")}`,
    ],
    [
      "Cost a month",
      markup`${formatDollars(point.costPerMonth)}`,
      markup`${HOURS_PER_MONTH} hours of traffic like this`,
    ],
    ...cheaperFigure(result),
  ];
  return markup`<dl class="figures">
${list.map(
  ([name, value, note]) =>
    markup`<div><dt>${name}</dt><dd><b>${value}</b><span>${note}</span></dd></div>
`,
)}</dl>`;
}

function perThousand(dollars: number | null): string {
  return dollars === null
    ? "no request is good"
    : `${formatDollars(dollars)} per 1,000 good requests`;
}

type Figure = readonly [label: string, value: Markup, note: Markup];

/** The next cheaper fleet: what it would save, and why it isn't chosen. */
function cheaperFigure({ choice }: Result): readonly Figure[] {
  const next: Choice["oneFewer"] = choice?.oneFewer ?? choice?.nextCheaper ?? null;
  if (next === null) return [];
  const name =
    choice?.oneFewer === null ? "The next cheaper setting" : formatReplicas(next.replicas);
  const why =
    next.verdict === "missed"
      ? "but would miss the SLO"
      : `but is not proven to hold: ${next.verdict}`;
  return [[`${name} would save`, markup`${formatDollars(next.savesPerHour)}/h`, markup`${why}`]];
}

/** Why this fleet, in sentences: the reason of the choice, and what the next cheaper would break. */
export function reasonSentences(result: Result): readonly string[] {
  const { choice } = result;
  if (choice === null) return [];
  const { nextCheaper, oneFewer } = choice;
  const sentences = [sentence(choice.reason)];
  if (oneFewer !== null) {
    sentences.push(sentence(`${formatReplicas(oneFewer.replicas)}: ${oneFewer.breaks}`));
  } else if (nextCheaper !== null) {
    sentences.push(sentence(`${nameOf(result, nextCheaper)}: ${nextCheaper.breaks}`));
  }
  const { gap, provenTooFew } = choice;
  if (provenTooFew !== null) {
    const fleet = `${formatReplicas(provenTooFew.replicas)} at ${formatDollars(provenTooFew.costPerHour)}/h`;
    sentences.push(`${fleet} is the largest fleet proven too small.`);
  }
  if (gap.undecided.length > 0) {
    const more =
      gap.requestsToClose === null
        ? ""
        : `; about ${formatCount(gap.requestsToClose)} more requests have an even chance to settle it`;
    const open = `The evidence leaves ${gap.undecided.map((count) => formatCount(count)).join(", ")} open`;
    sentences.push(
      `${open}: ${formatDollars(gap.perHour)}/h lie between what is proven and the choice${more}.`,
    );
  }
  return sentences;
}

/** A phrase of the result as a sentence. */
export function sentence(text: string): string {
  const clean = cleanText(text).replace(/\.$/, "");
  return `${clean.charAt(0).toUpperCase()}${clean.slice(1)}.`;
}
