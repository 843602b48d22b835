import { expect, it } from "vitest";
import { renderTable, type Column, type Row } from "../../src/report/table.ts";

const COLUMNS: readonly Column[] = [
  { header: ["", "replicas"], align: "right", dropRank: 0 },
  { header: ["TTFT", "p50"], align: "right", dropRank: 2 },
  { header: ["TTFT", "p99"], align: "right", dropRank: 1 },
  { header: ["", "verdict"], align: "left", dropRank: 0 },
];

function row(...texts: readonly string[]): Row {
  return { emphasis: [], cells: texts.map((text) => ({ text, emphasis: [] })) };
}

it("aligns numbers right and words left, without trailing spaces", () => {
  const rows = [row("1", "110 ms", "9.91 min", "missed"), row("16", "9 ms", "395 ms", "met")];
  expect(renderTable(COLUMNS, rows, { color: false, width: 80 })).toBe(
    [
      "            TTFT      TTFT",
      "replicas     p50       p99  verdict",
      "       1  110 ms  9.91 min  missed",
      "      16    9 ms    395 ms  met",
    ].join("\n"),
  );
});

it("counts wide letters as two columns", () => {
  const columns: readonly Column[] = [
    { header: ["", "a"], align: "right", dropRank: 0 },
    { header: ["", "b"], align: "right", dropRank: 0 },
  ];
  const text = renderTable(columns, [row("漢字", "1"), row("x", "2")], { color: false, width: 80 });
  expect(text).toBe("   a  b\n漢字  1\n   x  2");
});

it("leaves out columns by rank until the table fits", () => {
  const rows = [row("1", "110 ms", "9.91 min", "missed")];
  const narrow = renderTable(COLUMNS, rows, { color: false, width: 30 });
  expect(narrow).toContain("p50");
  expect(narrow).not.toContain("p99");
  const narrowest = renderTable(COLUMNS, rows, { color: false, width: 5 });
  expect(narrowest).toBe("replicas  verdict\n       1  missed");
});

it("keeps columns aligned when escape codes are used", () => {
  const cells = [
    { text: "1", emphasis: [] },
    { text: "110 ms", emphasis: [] },
    { text: "9.91 min", emphasis: [] },
    { text: "missed", emphasis: ["red"] },
  ] as const;
  const rows: readonly Row[] = [
    { emphasis: ["bold"], cells },
    { line: "rest", emphasis: ["dim"] },
  ];
  const plain = renderTable(COLUMNS, rows, { color: false, width: 80 });
  const colored = renderTable(COLUMNS, rows, { color: true, width: 80 });
  expect(colored).toContain("\u001b[1;31mmissed\u001b[0m");
  // oxlint-disable-next-line no-control-regex
  expect(colored.replace(/\u001b\[[\d;]*m/g, "")).toBe(plain);
});
