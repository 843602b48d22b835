import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import { LineScanner, TextProblem } from "./line-scanner.ts";
import type { LineCensus } from "./line-scanner.ts";
import { fileError } from "./trace-error.ts";

/** The largest decompressed trace, in bytes. */
export const MAX_TEXT_BYTES: number = 16 * 1024 ** 3;

// Logs compress 5 to 50 times; deflate can't exceed 1032 (https://zlib.net/zlib_tech.html, 2026).
const BOMB_RATIO = 1000;
const BOMB_BYTES = 1024 ** 3;

/** A trace file known to be readable, whole and safe to hand to the SQL engine. */
export type InspectedFile =
  | ({
      readonly kind: "text";
      readonly path: string;
      readonly compression: "gzip" | "none";
    } & LineCensus)
  | { readonly kind: "parquet"; readonly path: string };

/** First bytes of files that users hand over by mistake, with what to do about them. */
const FOREIGN_SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ["504b0304", "a zip archive; unpack it first"],
  ["28b52ffd", "compressed with zstd; decompress it first (only gzip is read as it is)"],
  ["fd377a585a", "compressed with xz; decompress it first (only gzip is read as it is)"],
  ["425a68", "compressed with bzip2; decompress it first (only gzip is read as it is)"],
  ["fffe", "UTF-16 text; convert it to UTF-8"],
  ["feff", "UTF-16 text; convert it to UTF-8"],
];

/**
 * Reads a trace file once, through gunzip where needed, before the SQL engine sees it.
 *
 * The engine takes a truncated or damaged gzip for a shorter file without a word, so gzip is
 * checked here, along with encoding, line ends and size: files beyond 16 GiB of text, or that
 * expand more than 1000 times beyond 1 GiB, are refused.
 *
 * @throws TraceError for a file that is missing, empty, damaged, binary or too large.
 */
export async function inspectFile(path: string): Promise<InspectedFile> {
  const signature = await readSignature(path);
  if (signature === "") throw fileError(path, "the file is empty");
  if (signature.startsWith("50415231")) return { kind: "parquet", path };
  const foreign = FOREIGN_SIGNATURES.find(([bytes]) => signature.startsWith(bytes));
  if (foreign !== undefined) throw fileError(path, `the file is ${foreign[1]}`);
  const compression = signature.startsWith("1f8b") ? "gzip" : "none";
  const census = await takeCensus(path, compression);
  if (census.firstLine === null) throw fileError(path, "the file holds only blank lines");
  return { kind: "text", path, compression, ...census };
}

async function readSignature(path: string): Promise<string> {
  try {
    // Opening a pipe would wait for its writer, so the kind of file is looked at first.
    const stats = await stat(path);
    if (stats.isDirectory()) throw fileError(path, "is a directory, not a trace file");
    if (!stats.isFile()) throw fileError(path, "is not a regular file; save the trace to disk");
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
      return buffer.subarray(0, bytesRead).toString("hex");
    } finally {
      await file.close();
    }
  } catch (error) {
    throw explainFailure(path, error);
  }
}

async function takeCensus(path: string, compression: "gzip" | "none"): Promise<LineCensus> {
  const scanner = new LineScanner();
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  const gunzip = compression === "gzip" ? createGunzip({ chunkSize: 1 << 18 }) : null;
  let refusal: unknown = null;
  const scan = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    try {
      let bytes = 0;
      for await (const chunk of chunks) {
        bytes += chunk.length;
        checkSize(path, bytes, gunzip?.bytesWritten ?? bytes);
        scanner.push(chunk);
      }
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
  try {
    if (gunzip === null) await pipeline(file, scan);
    else await pipeline(file, gunzip, scan);
    return scanner.finish();
  } catch (error) {
    // When the last stage throws, pipeline may report the abort of an earlier one instead.
    throw explainFailure(path, refusal ?? error);
  }
}

function checkSize(path: string, bytes: number, packedBytes: number): void {
  if (bytes > BOMB_BYTES && bytes > BOMB_RATIO * packedBytes) {
    throw fileError(path, "the file expands more than 1000 times: not a trace");
  }
  if (bytes > MAX_TEXT_BYTES) {
    throw fileError(path, "the file holds more than 16 GiB; cut it into shorter stretches");
  }
}

/** Turns what reading threw into an error the user can act on; bugs pass through. */
function explainFailure(path: string, error: unknown): unknown {
  if (error instanceof TextProblem) return fileError(path, error.message, error.line);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return fileError(path, "no such file");
  if (code === "ENOTDIR") return fileError(path, "no such file");
  if (code === "EACCES" || code === "EPERM") return fileError(path, "no permission to read it");
  if (code === "Z_BUF_ERROR") return fileError(path, "the gzip data ends early; fetch it again");
  if (code.startsWith("Z_")) return fileError(path, "the gzip data is damaged; fetch it again");
  if (code.startsWith("E") && error instanceof Error) return fileError(path, error.message);
  return error;
}
