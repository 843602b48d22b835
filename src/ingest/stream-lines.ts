import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import type { Compression } from "./inspect-file.ts";
import { LineScanner, TextProblem } from "./line-scanner.ts";
import { fileError } from "./trace-error.ts";
import { unpackZstd, ZstdProblem } from "./unpack-zstd.ts";

/** The largest decompressed trace, in bytes. */
export const MAX_TEXT_BYTES: number = 16 * 1024 ** 3;

// Logs compress 5 to 50 times; deflate can't exceed 1032 (https://zlib.net/zlib_tech.html, 2026).
const BOMB_RATIO = 1000;
const BOMB_BYTES = 1024 ** 3;

const CHUNK_BYTES = 1 << 20;

/** Ends the reading of a file that isn't needed further. */
class Enough extends Error {}

/**
 * Reads a text file from start to end, line by line, through decompression where needed.
 *
 * A file that ends early or is damaged is never taken for a shorter one: nothing is kept of it.
 * Memory is bounded by the longest line; files beyond 16 GiB of text, or that expand more than 1000
 * times beyond 1 GiB, are refused.
 *
 * @param onLine - Takes each line without its end; returning false ends the reading.
 * @throws TraceError for a file that is damaged, binary or too large.
 */
export async function streamLines(
  file: { readonly path: string; readonly compression: Compression },
  onLine: (bytes: Uint8Array, start: number, end: number) => boolean,
): Promise<void> {
  const scanner = new LineScanner((bytes, start, end) => {
    if (!onLine(bytes, start, end)) throw new Enough();
  });
  await streamText(
    file,
    (chunk) => scanner.push(chunk),
    () => scanner.finish(),
  );
}

/**
 * Reads a file from start to end in chunks, through decompression where needed.
 *
 * @param onChunk - Takes the text piece by piece; the bytes change after the call.
 * @param onEnd - Called when the text is whole.
 * @throws TraceError for a file that is damaged or too large, and for what the callbacks refuse.
 */
export async function streamText(
  { path, compression }: { readonly path: string; readonly compression: Compression },
  onChunk: (chunk: Uint8Array) => void,
  onEnd: () => void,
): Promise<void> {
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  let refusal: unknown = null;
  const consume = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    try {
      let bytes = 0;
      for await (const chunk of chunks) {
        bytes += chunk.length;
        checkSize(path, bytes, compression === "none" ? bytes : source.bytesRead);
        onChunk(chunk);
      }
      onEnd();
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
  try {
    if (compression === "none") await pipeline(source, consume);
    else if (compression === "zstd") await pipeline(source, unpackZstd, consume);
    else await pipeline(source, createGunzip({ chunkSize: 1 << 18 }), consume);
  } catch (error) {
    // When the last stage throws, pipeline may report the abort of an earlier one instead.
    const cause = refusal ?? error;
    if (!(cause instanceof Enough)) throw explainFailure(path, cause);
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
export function explainFailure(path: string, error: unknown): unknown {
  if (error instanceof TextProblem) return fileError(path, error.message, error.line);
  if (error instanceof ZstdProblem) return fileError(path, error.message);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return fileError(path, "no such file");
  if (code === "ENOTDIR") return fileError(path, "no such file");
  if (code === "EACCES" || code === "EPERM") return fileError(path, "no permission to read it");
  if (code === "Z_BUF_ERROR") return fileError(path, "the gzip data ends early; fetch it again");
  if (code.startsWith("Z_")) return fileError(path, "the gzip data is damaged; fetch it again");
  if (code.startsWith("E") && error instanceof Error) return fileError(path, error.message);
  return error;
}
