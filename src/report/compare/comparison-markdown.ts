import type { Comparison, PointChange } from "../../plan/compare/comparison.ts";
import { codeSpan, escapeMarkdown } from "../markdown/escape-markdown.ts";
import { markdownTable, type MarkdownColumn } from "../markdown/markdown-table.ts";
import { INFINITE_NOTE } from "../shown-quantile.ts";
import { comparisonRows, showsInfinity } from "./comparison-rows.ts";
import {
  comparisonHeadline,
  evidenceSentences,
  sameFleetSentence,
  settingNames,
} from "./comparison-words.ts";

/** More changes than this would fill a comment, of which GitHub takes 65,536 characters. */
const CHANGES_MAX = 60;

/**
 * First line of a comment, unseen, by which a script finds the comment of an earlier run and
 * replaces it. One a scenario, so that a pull request may compare several.
 *
 * @param name - Of the scenario in the head.
 */
export function commentMarker(name: string): string {
  return `<!-- tailcap-compare: ${name.replace(/[^a-z0-9-]/g, "")} -->`;
}

/**
 * A comparison as a comment on a pull request: GitHub-flavoured Markdown under a marker.
 *
 * @returns Text that ends with a line break.
 */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { answer, base, flags, head, rules, sameFleet } = comparison;
  const blocks = [
    `${commentMarker(head.name)}\n\n### tailcap: ${escapeMarkdown(head.name)}`,
    `**${escapeMarkdown(comparisonHeadline(comparison))}.**`,
    ...(rules.length === 0 ? [] : [rulesList(comparison)]),
    pointTable(answer),
    ...(flags.length === 0
      ? []
      : [flags.map((flag) => `- ⚠️ ${escapeMarkdown(flag)}.`).join("\n")]),
    changesBlock(comparison),
  ];
  if (sameFleet !== null) {
    const sentence = escapeMarkdown(sameFleetSentence(comparison));
    blocks.push(details("The fleet of the base", `${sentence}\n\n${pointTable(sameFleet)}`));
  }
  if (showsInfinity(comparison)) blocks.push(escapeMarkdown(INFINITE_NOTE));
  const evidence = evidenceSentences(comparison).join("; ");
  const sides = `Base ${codeSpan(base.label)}, head ${codeSpan(head.label)}`;
  const shas = [base, head].map(({ scenarioSha256 }) => codeSpan(scenarioSha256.slice(0, 12)));
  const versions = [...new Set([base.tailcap, head.tailcap])].map(escapeMarkdown).join(" and ");
  blocks.push(
    `<sub>${escapeMarkdown(evidence)}. ${sides}; scenarios ${shas.join(" and ")}; tailcap ${versions}.</sub>`,
  );
  return `${blocks.join("\n\n")}\n`;
}

function rulesList({ rules }: Comparison): string {
  return rules
    .map(({ hasFired, isJudged, reason, rule }) => {
      const sign = hasFired ? "❌" : isJudged ? "✅" : "⚠️";
      const words = isJudged ? reason : `not judged: ${reason}`;
      return `- ${sign} ${codeSpan(rule)}: ${escapeMarkdown(words)}`;
    })
    .join("\n");
}

const COLUMNS: readonly MarkdownColumn[] = [
  { heading: "", align: "left" },
  { heading: "base", align: "right" },
  { heading: "head", align: "right" },
  { heading: "change", align: "left" },
];

function pointTable(points: PointChange): string {
  const rows = comparisonRows(points, settingNames(points));
  return markdownTable(
    COLUMNS,
    rows.map(({ base, change, head, name }) => [name, base, head, change].map(escapeMarkdown)),
  );
}

function changesBlock({ changes }: Comparison): string {
  if (changes.length === 0) return "The scenarios set the same.";
  const columns = ["changed in the scenario", "base", "head"].map((heading): MarkdownColumn => {
    return { heading, align: "left" };
  });
  const rows = changes.slice(0, CHANGES_MAX).map(({ base, head, path }) => {
    return [path, base, head].map(codeSpan);
  });
  const rest = changes.length - rows.length;
  const table = markdownTable(columns, rows);
  return rest === 0 ? table : `${table}\n\n… and ${rest} more.`;
}

function details(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}
