import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";

import { inspectFile } from "../../src/ingest/inspect-file.ts";
import { columnNames, makeTraceFolder, readTraceError } from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

const CSV = "t\n1\n2\n";
const manyRows = Buffer.from(`t\n${Array.from({ length: 20_000 }, (_, i) => i * 7919).join("\n")}`);

// Compresses badly enough that much of the file is still unread when its start is refused.
const randomLines = Buffer.from(
  Array.from({ length: 400_000 }, (_, i) => Math.imul(i, 2_654_435_761)).join("\n"),
);

const ZSTD_DAMAGED = "the zstd data is damaged or ends early; fetch it again";

async function readMessage(path: string): Promise<string> {
  const { message } = await readTraceError(path, columnNames({}));
  return message.replace(`${path}: `, "");
}

describe("inspectFile", () => {
  it("finds the first line that says something", async () => {
    const path = folder.write("a.csv", "\uFEFF \n\nfirst,é\r\nlongest line\r\nlast");
    expect(await inspectFile(path)).toEqual({
      kind: "text",
      path,
      compression: "none",
      firstLine: "first,é",
    });
  });

  it("finds a first line that spans chunks", async () => {
    const header = `t,${"x".repeat(3_000_000)}`;
    const file = await inspectFile(folder.write("wide.csv.gz", gzipSync(`${header}\n1,2\n`)));
    expect(file).toMatchObject({ compression: "gzip", firstLine: header });
  });

  it.each([
    ["an empty file", "", "the file is empty"],
    ["a file of blank lines", "\n \n\r\n", "the file holds only blank lines"],
    ["a header without rows", "t\n", "no usable rows: the file has a header but no rows"],
    ["binary data", Buffer.from([0x74, 0x0a, 0x00, 0x01, 0x02]), "line 2: binary data, not text"],
    [
      "invalid UTF-8",
      Buffer.from([0x74, 0x0a, 0xc3, 0x28]),
      "not UTF-8 text; convert it, for instance with iconv -t UTF-8",
    ],
    [
      "UTF-8 that ends inside a character",
      Buffer.from([0x74, 0x0a, 0xe2, 0x82]),
      "not UTF-8 text; convert it, for instance with iconv -t UTF-8",
    ],
    [
      "UTF-16",
      Buffer.from(`\uFEFF${CSV}`, "utf16le"),
      "the file is UTF-16 text; convert it to UTF-8",
    ],
    [
      "a carriage return inside a line",
      "t\n1\n2\r3\n",
      "line 3: a carriage return without a line feed after it; lines must end in LF or CR LF",
    ],
    [
      "line ends of carriage returns alone",
      "t\r1\r",
      "line 1: a carriage return without a line feed after it; lines must end in LF or CR LF",
    ],
    [
      "a zip archive",
      Buffer.from("504b03041400", "hex"),
      "the file is a zip archive; unpack it first",
    ],
    ["zstd that ends early", Buffer.from("28b52ffd0400", "hex"), ZSTD_DAMAGED],
    ["zstd of an unknown kind", Buffer.from("28b52ffd0800000000000000", "hex"), ZSTD_DAMAGED],
    [
      "xz",
      Buffer.from("fd377a585a00", "hex"),
      "the file is compressed with xz; decompress it first (only gzip and zstd are read as they are)",
    ],
    [
      "truncated gzip",
      gzipSync(manyRows).subarray(0, 20_000),
      "the gzip data ends early; fetch it again",
    ],
    [
      "damaged gzip",
      gzipSync(manyRows).fill(0x5a, 9_000, 9_100),
      "the gzip data is damaged; fetch it again",
    ],
    [
      "binary data early in a long gzip",
      gzipSync(Buffer.concat([Buffer.from("t\n\0"), randomLines]), { level: 1 }),
      "line 2: binary data, not text",
    ],
    ["a program", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 0, 0xff]), "binary data, not text"],
    ["gzip of nothing", gzipSync(""), "the file holds only blank lines"],
    ["an endless line", "t".repeat(17 * 1024 * 1024), "line 1: the line is longer than 16 MiB"],
  ])("refuses %s", async (_, content, message) => {
    expect(await readMessage(folder.write("bad", content))).toBe(message);
  });

  it("refuses damaged Parquet", async () => {
    const path = folder.write("bad.parquet", "PAR1 is how it starts, but not how it ends");
    expect(await readMessage(path)).toMatch(/^the SQL engine can't read it: /u);
  });

  it("refuses what is missing, no file, or not to be waited for", async () => {
    expect(await readMessage(join(folder.path, "none.csv"))).toBe("no such file");
    expect(await readMessage(join(folder.write("file", CSV), "x.csv"))).toBe("no such file");
    expect(await readMessage(folder.path)).toBe("is a directory, not a trace file");
    const pipe = join(folder.path, "pipe");
    execFileSync("mkfifo", [pipe]);
    expect(await readMessage(pipe)).toBe("is not a regular file; save the trace to disk");
  });

  it.skipIf(process.getuid?.() === 0)("refuses a file without permission", async () => {
    const path = folder.write("secret.csv", CSV);
    chmodSync(path, 0);
    expect(await readMessage(path)).toBe("no permission to read it");
  });

  it("refuses a file that expands absurdly, before it is through", async () => {
    // Each member holds 64 MiB of the letter x in about 65 kB; 20 of them make 1.25 GiB.
    const lines = Buffer.alloc(64 * 1024 ** 2, `${"x".repeat(1024 ** 2 - 1)}\n`);
    const member = gzipSync(lines, { level: 9 });
    const path = folder.write(
      "bomb.gz",
      Buffer.concat([gzipSync("t\n"), ...Array.from({ length: 20 }, () => member)]),
    );
    expect(await readMessage(path)).toBe("the file expands more than 1000 times: not a trace");
  });
});
