import type { Result } from "../../plan/result.ts";
import { answerSentence } from "../answer.ts";
import { arrangementHeadline, oneFleetName, savingSentences } from "../arrangement-words.ts";
import { formatDollars, formatDollarsShort } from "../format.ts";
import { confidenceSentence, reasonSentences, sentence } from "../page/answer-section.ts";
import {
  assumptionLines,
  evidenceLines,
  moneyLines,
  type Line,
} from "../page/evidence-sections.ts";
import { commandLines, originsOf } from "../page/provenance-section.ts";
import type { Picture } from "../picture.ts";
import type { Pictures } from "../pictures.ts";
import { pointInFocus } from "../point-in-focus.ts";
import { decisionTable } from "./decision-markdown.ts";
import { codeBlock, codeSpan, escapeMarkdown } from "./escape-markdown.ts";
import { markdownTable } from "./markdown-table.ts";
import { budgetSection, ledgerSection, priceOfSloSection } from "./money-markdown.ts";

/**
 * The report of a result as GitHub-flavoured Markdown, for wikis and pull requests: the answer,
 * the pictures, the tables, and where everything is from. What a scenario says comes out as text.
 *
 * @param pictures - Those made lie beside the report as `NAME.svg`.
 * @returns The same bytes for the same result; ends with a line break.
 * @throws RangeError if the result has no points, or its choice is not one of them.
 */
export function renderMarkdown(result: Result, pictures: Pictures): string {
  const { scenario } = result;
  const [first, ...others] = pictures.made;
  const focus = pointInFocus(result);
  const whose = result.choice === null ? "the fleet nearest to holding" : "the choice";
  const blocks = [
    `# Capacity report: ${escapeMarkdown(scenario.name)}`,
    ...(scenario.description === "" ? [] : [`_${escapeMarkdown(scenario.description)}_`]),
    ...answerBlocks(result),
    ...(first === undefined ? [] : [pictureBlock(first)]),
    ...others.flatMap((picture) => [
      `## ${escapeMarkdown(picture.heading)}`,
      pictureBlock(picture),
    ]),
    ...section("Every fleet that was tried", decisionTable(result)),
    ...section("Price of the SLO in numbers", priceOfSloSection(result)),
    ...section(`Error budget of ${whose} in numbers`, budgetSection(focus)),
    ...section("The bill in numbers", ledgerSection(result)),
    ...section("How sure, and why", definitions(evidenceLines(result).flatMap(beyondAnswer))),
    ...section("What the money buys", definitions(moneyLines(result))),
    ...section("What was assumed", definitions(assumptionLines(result))),
    ...section("Where the figures are from", provenance(result)),
    ...section("Make it again", reproduction(result)),
    ...section("Pictures that are missing", missing(pictures)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function answerBlocks(result: Result): readonly string[] {
  const { arrangements, choice } = result;
  const isCompared = arrangements.length > 0;
  const answer = isCompared ? arrangementHeadline(result) : answerSentence(result);
  const more = isCompared
    ? [...savingSentences(result), `${oneFleetName(result)}: ${answerSentence(result)}.`]
    : [];
  const month =
    choice === null
      ? []
      : [
          `${formatDollarsShort(choice.costPerMonth)} a month of 730 h at ${formatDollars(choice.costPerHour)}/h.`,
        ];
  const lines = [confidenceSentence(result), ...more, ...month, ...reasonSentences(result)];
  return [`**${escapeMarkdown(sentence(answer))}**`, lines.map(escapeMarkdown).join(" ")];
}

function pictureBlock({ name, text }: Picture): string {
  return `![${escapeMarkdown(text.title)}](${name}.svg)`;
}

function section(heading: string, text: string): readonly string[] {
  return text === "" ? [] : [`## ${escapeMarkdown(heading)}`, text];
}

/** The evidence without what the answer at the top says already. */
function beyondAnswer([label, sentences]: Line): readonly Line[] {
  if (label === "The choice") return [];
  return [label === "Confidence" ? ["Method", sentences.slice(1)] : [label, sentences]];
}

function definitions(lines: readonly Line[]): string {
  return lines
    .filter(([, sentences]) => sentences.length > 0)
    .map(([label, sentences]) => {
      const name = `**${escapeMarkdown(label)}**`;
      const [first, ...rest] = sentences.map(escapeMarkdown);
      if (rest.length === 0) return `- ${name}: ${first}`;
      return [`- ${name}`, ...[first, ...rest].map((text) => `  - ${text}`)].join("\n");
    })
    .join("\n");
}

function provenance(result: Result): string {
  const columns = ["figure", "source", "date"].map((heading) => {
    return { heading, align: "left" as const };
  });
  const rows = originsOf(result).map(({ date, source, what }) =>
    [what, source, date].map(escapeMarkdown),
  );
  const made = [
    `tailcap ${escapeMarkdown(result.tailcap)}, result format ${result.schema}`,
    `seed ${result.scenario.seed}`,
    `SHA-256 of the scenario ${codeSpan(result.scenarioSha256)}`,
  ];
  return [markdownTable(columns, rows), made.map((one) => `- ${one}`).join("\n")].join("\n\n");
}

function reproduction(result: Result): string {
  const { tailcap, written } = result;
  const how =
    "The same scenario and seed give the same bytes on any machine, with any number of threads. " +
    `With tailcap ${tailcap}, in the folder of the scenario:`;
  const blocks = [escapeMarkdown(how), codeBlock(commandLines(result), "sh")];
  if (written === null) {
    const none =
      "The scenario came from no file; all of it, defaults filled in, is in result.json.";
    return [...blocks, escapeMarkdown(none)].join("\n\n");
  }
  const summary = `<details><summary>The scenario as it was written</summary>`;
  return [
    ...blocks,
    summary,
    codeSpan(written.file),
    codeBlock(written.text, "yaml"),
    "</details>",
  ].join("\n\n");
}

function missing({ missing: all }: Pictures): string {
  return all
    .map(({ heading, missing: why }) => `- ${escapeMarkdown(heading)}: ${escapeMarkdown(why)}.`)
    .join("\n");
}
