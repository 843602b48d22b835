import type { ServicePreset } from "../../src/scenario/service-presets/service-preset.ts";

const START = "<!-- presets -->\n";
const END = "\n<!-- end of presets -->";

/** Presets as the rows of a Markdown table. */
export function renderTable(presets: readonly ServicePreset[]): readonly string[] {
  return presets.map((preset) => {
    const { concurrency, engine, error, input, kvBlocks, name, output, points, ttftError } = preset;
    return row([
      `\`${name}\``,
      engine.split(",")[0],
      error === null ? "–" : percent(error),
      ttftError === null ? "–" : percent(ttftError),
      points === 0 ? "–" : String(points),
      concurrency.join("–"),
      input.join("–"),
      output.join("–"),
      kvBlocks === null ? "unlimited" : String(kvBlocks),
    ]);
  });
}

/** Puts the table of all presets into a page, in place of the one it has. */
export function putTable(page: string, presets: readonly ServicePreset[]): string {
  const head = [
    "preset",
    "engine",
    "TPOT error",
    "TTFT error",
    "points",
    "in flight",
    "input tokens",
    "output tokens",
    "KV blocks",
  ];
  const table = [row(head), row(head.map(() => "---")), ...renderTable(presets)].join("\n");
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error("the page has no marks around a table");
  return `${page.slice(0, start + START.length)}\n${table}\n${page.slice(end)}`;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
