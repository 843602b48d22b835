import type { Comparison, PointChange } from "../../plan/compare/comparison.ts";
import { cleanText } from "../plain-text.ts";
import { shortenAll } from "../shorten.ts";
import { renderTable, type Column, type TableOptions } from "../table.ts";
import { displayWidth, emphasise, labelled, wrapWords } from "../terminal.ts";
import { INFINITE_NOTE } from "../shown-quantile.ts";
import { comparisonRows, showsInfinity } from "./comparison-rows.ts";
import {
  comparisonHeadline,
  evidenceSentences,
  sameFleetSentence,
  settingNames,
} from "./comparison-words.ts";

const CHANGED = "changed in the scenario";
/** Columns that the arrow takes, with the gaps around it and before the values. */
const ARROW = 7;
/** Columns that a value has even where paths leave less. */
const VALUE_MIN = 24;

/** More changes than this aren't listed on a terminal. */
const CHANGES_MAX = 40;

/**
 * A comparison in text for a terminal: what changed in the scenario, the answers side by side, and
 * what the rules say.
 *
 * @returns Lines without a trailing line break.
 */
export function renderComparison(comparison: Comparison, options: TableOptions): string {
  const { base, flags, head, rules } = comparison;
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
  if (showsInfinity(comparison)) blocks.push(wrapWords(INFINITE_NOTE, width).join("\n"));
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ["Change", [`${comparisonHeadline(comparison)}.`]],
    ["Evidence", evidenceSentences(comparison).map((words) => `${words}.`)],
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
  const listed = changes.slice(0, CHANGES_MAX);
  const paths = widest([CHANGED, ...listed.map(({ path }) => path)]);
  const both = Math.max(2 * VALUE_MIN, options.width - paths - ARROW);
  // What the narrower side leaves is the other's.
  const sides = [listed.map(({ base }) => base), listed.map(({ head }) => head)].map(widest);
  const room = both - Math.min(...sides, Math.floor(both / 2));
  const rows = listed.map(({ base, head, path }) => {
    const values = [base, head].map(cleanText);
    const [before, after] = shortenAll(values, (text) => displayWidth(text) <= room);
    const cells = [cleanText(path), before, "→", after];
    return { emphasis: [], cells: cells.map((text) => ({ text, emphasis: [] })) };
  });
  const columns = [CHANGED, "base", "", "head"].map((name): Column => {
    return { header: ["", name], align: "left", dropRank: 0 };
  });
  const table = renderTable(columns, rows, options);
  const rest = changes.length - rows.length;
  return rest === 0 ? table : `${table}\n… and ${rest} more`;
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => displayWidth(cleanText(text))));
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
