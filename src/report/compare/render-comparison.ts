import type { Comparison, PointChange } from "../../plan/compare/comparison.ts";
import { cleanText } from "../plain-text.ts";
import { renderTable, type Column, type TableOptions } from "../table.ts";
import { emphasise, labelled, wrapWords } from "../terminal.ts";
import { comparisonRows } from "./comparison-rows.ts";
import { comparisonHeadline, sameFleetSentence, settingNames } from "./comparison-words.ts";

/** More changes than this aren't listed on a terminal. */
const CHANGES_MAX = 40;

/**
 * A comparison in text for a terminal: what changed in the scenario, the answers side by side, and
 * what the rules say.
 *
 * @returns Lines without a trailing line break.
 */
export function renderComparison(comparison: Comparison, options: TableOptions): string {
  const { base, flags, head, pairing, rules } = comparison;
  const { color, width } = options;
  const title = `${cleanText(base.label)} → ${cleanText(head.label)}`;
  const blocks = [
    emphasise(title, ["bold"], color),
    changesBlock(comparison, options),
    pointTable(comparison.answer, options),
  ];
  const { sameFleet } = comparison;
  if (sameFleet !== null) {
    const sentence = wrapWords(sameFleetSentence(comparison), width).join("\n");
    blocks.push(sentence, pointTable(sameFleet, options));
  }
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ["Change", [`${comparisonHeadline(comparison)}.`]],
    ["Evidence", [`${pairing.words}.`]],
    ["Caution", flags.map((flag) => `${flag}.`)],
    [
      "Rules",
      rules.map(
        ({ hasFired, isJudged, reason, rule }) =>
          `${hasFired ? "FAILS" : isJudged ? "passes" : "not judged"} ${rule}: ${reason}`,
      ),
    ],
  ];
  const filled = lines.filter(([, texts]) => texts.length > 0);
  blocks.push(
    filled.map(([label, texts]) => labelled(label, texts.map(cleanText), width, color)).join("\n"),
  );
  return blocks.join("\n\n");
}

function changesBlock({ changes }: Comparison, options: TableOptions): string {
  if (changes.length === 0) return "The scenarios set the same.";
  const rows = changes.slice(0, CHANGES_MAX).map(({ base, head, path }) => ({
    emphasis: [],
    cells: [path, base, "→", head].map((text) => ({ text: cleanText(text), emphasis: [] })),
  }));
  const columns = ["changed in the scenario", "base", "", "head"].map((name): Column => {
    return { header: ["", name], align: "left", dropRank: 0 };
  });
  const table = renderTable(columns, rows, options);
  const rest = changes.length - rows.length;
  return rest === 0 ? table : `${table}\n… and ${rest} more`;
}

function pointTable(points: PointChange, options: TableOptions): string {
  const columns = ["", "base", "head", "change"].map((name, index): Column => {
    return {
      header: ["", name],
      align: index === 1 || index === 2 ? "right" : "left",
      dropRank: 0,
    };
  });
  const rows = comparisonRows(points, settingNames(points)).map((row) => ({
    emphasis: [],
    cells: [row.name, row.base, row.head, row.change].map((text) => {
      return { text: cleanText(text), emphasis: [] };
    }),
  }));
  return renderTable(columns, rows, options);
}
