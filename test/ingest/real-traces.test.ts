import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { traceSection } from "./trace-folder.ts";

const folder = fileURLToPath(new URL("../../../shared/traces/", import.meta.url));
const present = existsSync(folder);

describe.skipIf(!present)("real traces (skipped without ../shared/traces)", () => {
  it.each([
    ["azure-llm-2023-conv.csv.gz", "azure-llm", 19_366, 3501.721937, []],
    ["azure-llm-2023-code.csv.gz", "azure-llm", 8_819, 3435.948056, []],
    [
      "mooncake-conversation.jsonl.gz",
      "mooncake",
      12_031,
      3536.999,
      ["timestamps sit on a 3 s tick: simultaneous arrivals may exaggerate tails"],
    ],
  ] as const)("reads %s whole", async (name, format, count, last, notes) => {
    const rows = await readTrace(`${folder}${name}`, traceSection({ format }));
    expect(rows).toMatchObject({ read: count, skipped: 0, notes });
    expect(rows.arrivals).toHaveLength(count);
    expect(rows.arrivals[0]).toBe(0);
    expect(rows.arrivals[count - 1]).toBe(last);
    expect(rows.inputs).toHaveLength(count);
    expect(rows.outputs).toHaveLength(count);
  });

  it("reads the prefix blocks of mooncake, one for each 512 tokens begun", async () => {
    const path = `${folder}mooncake-conversation.jsonl.gz`;
    const rows = await readTrace(path, traceSection({ format: "mooncake" }));
    // Counted with another JSON reader.
    expect(rows.prefixHashes).toHaveLength(288_500);
    expect(new Set(rows.prefixHashes).size).toBe(182_790);
    const blocks = rows.prefixOffsets.slice(1).map((end, row) => end - rows.prefixOffsets[row]);
    expect(blocks).toEqual(rows.inputs.map((tokens) => Math.ceil(tokens / 512)));
  });
});
