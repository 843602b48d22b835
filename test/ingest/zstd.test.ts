import { DuckDBInstance } from "@duckdb/node-api";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readTrace } from "../../src/ingest/read-trace.ts";
import { unpackZstd } from "../../src/ingest/unpack-zstd.ts";
import {
  columnNames,
  makeTraceFolder,
  readTraceError,
  toPlain,
  traceSection,
} from "./trace-folder.ts";

const folder = makeTraceFolder();
afterAll(folder.remove);

const packed = join(folder.path, "log.csv.zst");
const plain = join(folder.path, "log.csv");

// Written by libzstd inside DuckDB, on the same query: rows that compress well and rows that don't.
beforeAll(async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const rows =
    'SELECT i / 8 AS t, 1 + (i * 7919) % 4001 AS "in", md5(CAST(i % 700 AS VARCHAR)) AS note FROM range(16000) r(i)';
  await connection.run(`COPY (${rows}) TO '${packed}' (FORMAT csv, COMPRESSION zstd)`);
  await connection.run(`COPY (${rows}) TO '${plain}' (FORMAT csv)`);
  connection.closeSync();
});

async function decompress(bytes: Uint8Array, step: number): Promise<Buffer> {
  async function* cut(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += step) {
      yield bytes.subarray(start, start + step);
    }
  }
  const pieces: Buffer[] = [];
  for await (const text of unpackZstd(cut())) pieces.push(Buffer.from(text));
  return Buffer.concat(pieces);
}

describe("unpackZstd", () => {
  it("gives the text back, however the file comes in pieces", async () => {
    const bytes = readFileSync(packed);
    const text = readFileSync(plain);
    expect(bytes.length).toBeLessThan(text.length / 4);
    for (const step of [bytes.length, 65_537, 811]) {
      expect((await decompress(bytes, step)).equals(text)).toBe(true);
    }
  });

  it("reads frames one after another, and passes over skippable ones", async () => {
    const bytes = readFileSync(packed);
    const skippable = Buffer.from("522a4d1803000000ffffff", "hex");
    const text = readFileSync(plain);
    const joined = await decompress(Buffer.concat([skippable, bytes, skippable, bytes]), 4096);
    expect(joined.equals(Buffer.concat([text, text]))).toBe(true);
  });

  it.each([
    // Written by zstd 1.5.4.
    ["28b52ffd240001000099e9d851", ""],
    ["28b52ffd0458190000616263990977ad", "abc"],
    ["28b52ffd04584d00001061610100272ac002c7cfcfb9", "a".repeat(300)],
  ])("reads the frame %s", async (hex, text) => {
    const unpacked = await decompress(Buffer.from(hex, "hex"), 3);
    expect(unpacked.toString()).toBe(text);
  });

  it("never takes a shortened file for a whole one", async () => {
    const bytes = readFileSync(packed);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), async (length) => {
        await expect(decompress(bytes.subarray(0, length), 8192)).rejects.toThrow("the zstd data");
      }),
      { seed: 8878, numRuns: 20 },
    );
  });

  it("ends in a problem or in some text, whatever bit is wrong", async () => {
    const bytes = readFileSync(packed).subarray();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length * 8 - 1 }), async (bit) => {
        const wrong = Buffer.from(bytes);
        wrong[bit >> 3] ^= 1 << (bit & 7);
        let message = "";
        try {
          await decompress(wrong, bytes.length);
        } catch (error) {
          message = error instanceof Error ? `${error.name} ${error.message}` : "";
        }
        expect(message).toMatch(/^$|^Error the zstd /u);
      }),
      { seed: 8878, numRuns: 100 },
    );
  });
});

describe("readTrace", () => {
  it("reads zstd by its content like the plain file", async () => {
    const section = traceSection(columnNames({ arrival: "t", input: "in" }));
    const rows = await readTrace(packed, section);
    expect(rows).toMatchObject({ read: 16_000, skipped: 0 });
    expect(toPlain(rows)).toEqual(toPlain(await readTrace(plain, section)));
  });

  it("refuses zstd that expands absurdly, before it is through", async () => {
    // Blocks of one byte repeated: 131,072 lines from 4 bytes, 9,000 times.
    const header = Buffer.from("28b52ffd0050", "hex");
    const name = Buffer.from("100000740a", "hex");
    const lines = Buffer.concat(Array.from({ length: 9000 }, () => Buffer.from("0200100a", "hex")));
    const bomb = folder.write("bomb.zst", Buffer.concat([header, name, lines]));
    const error = await readTraceError(bomb, columnNames({ arrival: "t" }));
    expect(error.message).toMatch(/expands more than 1000 times|more than 100 million lines/u);
  });

  it("refuses zstd that ends early or is damaged in one clear error", async () => {
    const bytes = readFileSync(packed);
    const section = columnNames({ arrival: "t" });
    const cut = folder.write("cut.csv.zst", bytes.subarray(0, bytes.length - 9));
    expect((await readTraceError(cut, section)).message).toBe(
      `${cut}: the zstd data is damaged or ends early; fetch it again`,
    );
    // From the first block on; damage further in may only show as text that is none.
    const wrong = Buffer.from(bytes).fill(0xff, 8, 40);
    const damaged = folder.write("damaged.csv.zst", wrong);
    expect((await readTraceError(damaged, section)).message).toBe(
      `${damaged}: the zstd data is damaged or ends early; fetch it again`,
    );
  });
});
