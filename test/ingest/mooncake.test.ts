import { afterAll, describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { makeTraceFolder, readTraceError, toPlain, traceSection } from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

const row = (timestamp: unknown, input: unknown = 100, output: unknown = 10): string =>
  JSON.stringify({ timestamp, input_length: input, output_length: output, hash_ids: [0, 1] });

const mooncake = { format: "mooncake" } as const;

describe("readMooncake", () => {
  it("reads milliseconds from the start as seconds, as written", async () => {
    const text = [row(250, 6758, 500), row(3001, 7322, 490), row(3536999, 1, 1)].join("\n");
    const rows = await readTrace(folder.write("a.jsonl", text), traceSection(mooncake));
    expect(toPlain(rows)).toEqual({
      arrivals: [0.25, 3.001, 3536.999],
      inputs: [6758, 7322, 1],
      outputs: [500, 490, 1],
      durations: [],
    });
    expect(rows.notes).toEqual([]);
  });

  it("keeps simultaneous rows in the order of the file when it sorts", async () => {
    const text = [row(5, 1), row(0, 2), row(5, 3), row(0, 4), row(5, 5)].join("\n");
    const rows = await readTrace(folder.write("stable.jsonl", text), traceSection(mooncake));
    expect([...rows.inputs]).toEqual([2, 4, 1, 3, 5]);
    expect(rows.notes).toEqual(["rows were not in arrival order: 2 rows sorted"]);
  });

  it("keeps the prefix blocks, numbered in order of appearance", async () => {
    const text = [
      { timestamp: 5, input_length: 900, output_length: 1, hash_ids: [70, 71] },
      { timestamp: 0, input_length: 1500, output_length: 1, hash_ids: [70, 2 ** 60, -8] },
      { timestamp: 7, input_length: 10, output_length: 1, hash_ids: [] },
      { timestamp: 8, input_length: 10, output_length: 1 },
      { timestamp: 9, input_length: 600, output_length: 1, hash_ids: [71, 70] },
    ]
      .map((one) => JSON.stringify(one))
      .join("\n");
    const rows = await readTrace(folder.write("prefix.jsonl", text), traceSection(mooncake));
    // Read in the order of the file, 70 → 0, 71 → 1, …; then the first two rows change places.
    expect([...rows.prefixOffsets]).toEqual([0, 3, 5, 5, 5, 7]);
    expect([...rows.prefixHashes]).toEqual([0, 2, 3, 0, 1, 1, 0]);
  });

  it("has no prefixes where no row has any, and refuses what isn't a list of them", async () => {
    const bare = '{"timestamp": 0, "input_length": 5, "output_length": 5}';
    const rows = await readTrace(folder.write("bare.jsonl", bare), traceSection(mooncake));
    expect([rows.prefixOffsets.length, rows.prefixHashes.length]).toEqual([0, 0]);
    const text = `${row(0)}\n${row(1).replace("[0,1]", '["a"]')}`;
    const error = await readTraceError(folder.write("list.jsonl", text), mooncake);
    expect(error.problems).toEqual([
      { row: 2, line: 2, message: 'hash_ids must be a list of whole numbers, got "[\\"a\\"]"' },
    ]);
  });

  it("notes a coarse clock", async () => {
    // 20 ticks of 3 s, stamped up to 1 ms late, with five requests each.
    const stamps = Array.from({ length: 100 }, (_, index) => {
      const tick = Math.floor(index / 5);
      return tick * 3000 + (tick % 2);
    });
    const text = stamps.map((stamp) => row(stamp)).join("\n");
    const rows = await readTrace(folder.write("tick.jsonl", text), traceSection(mooncake));
    expect(rows.notes).toEqual([
      "timestamps sit on a 3 s tick: simultaneous arrivals may exaggerate tails; `workload.trace.dequantize: true` spreads them",
    ]);
  });

  it("makes each broken line a malformed row with its number", async () => {
    const text = ["", row(0), '{"timestamp": 1,', "[1, 2]", row(-1), row("soon"), row(7, 1.5)];
    const error = await readTraceError(folder.write("bad.jsonl", text.join("\n")), mooncake);
    expect(error.problems).toEqual([
      { row: 2, line: 3, message: "not a JSON object" },
      { row: 3, line: 4, message: "not a JSON object" },
      { row: 4, line: 5, message: 'timestamp must be ≥ 0, got "-1"' },
      { row: 5, line: 6, message: 'timestamp must be a number, got "soon"' },
      {
        row: 6,
        line: 7,
        message: 'input_length must be a whole number from 1 to 10,000,000, got "1.5"',
      },
    ]);
  });

  it("treats null, a missing key and NaN as malformed", async () => {
    const lines = [row(0), row(null), '{"timestamp": 1, "input_length": 5}', '{"timestamp": NaN}'];
    const error = await readTraceError(folder.write("null.jsonl", lines.join("\n")), mooncake);
    expect(error.problems.map((problem) => problem.message)).toEqual([
      "timestamp is missing",
      "output_length is missing",
      'timestamp must be a number, got "NaN"',
    ]);
  });

  it("skips malformed rows on request, the first included, and counts them by reason", async () => {
    const lines = ["garbage", row(0), row(1, 5, 0), row(2, 5, 0), row(3, 0), "{}", row(9)];
    const rows = await readTrace(
      folder.write("skip.jsonl", lines.join("\n")),
      traceSection({ ...mooncake, onError: "skip" }),
    );
    expect([...rows.arrivals]).toEqual([0, 0.009]);
    expect(rows).toMatchObject({ read: 7, skipped: 5 });
    expect(rows.notes).toEqual([
      "skipped 5 of 7 rows: 2 with 0 output tokens, 1 with something else than a JSON object, 1 with 0 input tokens, 1 with no arrival time",
    ]);
  });

  it("refuses CSV, a JSON array and objects with other keys in one clear line", async () => {
    const csv = await readTraceError(folder.write("csv.jsonl", "a,b\n1,2\n"), mooncake);
    expect(csv.message).toMatch(
      /: line 1: is not JSON Lines, whose lines start with \{; is it CSV\?$/u,
    );
    const array = await readTraceError(
      folder.write("array.jsonl", `[${row(0)},\n${row(1)}]`),
      mooncake,
    );
    expect(array.message).toMatch(/: line 1: is a JSON array; write one object a line/u);
    const keys = folder.write("keys.jsonl", '{"timestamp":0,"input_len":5,"output_length":5}');
    const other = await readTraceError(keys, mooncake);
    expect(other.message).toMatch(
      /: line 1: there is no column "input_length", only .*; did you mean "input_len"\?$/u,
    );
  });
});
