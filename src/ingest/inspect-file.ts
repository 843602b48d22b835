import { open, stat } from "node:fs/promises";

import { decode, trimBlanks } from "./csv-cells.ts";
import { explainFailure, streamLines } from "./stream-lines.ts";
import { fileError } from "./trace-error.ts";

/** How the text of a file is packed. */
export type Compression = "none" | "gzip" | "zstd";

/** A trace file known to be there, and to be text or Parquet. */
export type InspectedFile = TextFile | { readonly kind: "parquet"; readonly path: string };

/** A file of lines. */
export interface TextFile {
  readonly kind: "text";
  readonly path: string;
  readonly compression: Compression;
  /** The first line of more than spaces and tabs, without mark and end. */
  readonly firstLine: string;
}

/** First bytes of files that users hand over by mistake, with what to do about them. */
const FOREIGN_SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ["504b0304", "a zip archive; unpack it first"],
  [
    "fd377a585a",
    "compressed with xz; decompress it first (only gzip and zstd are read as they are)",
  ],
  [
    "425a68",
    "compressed with bzip2; decompress it first (only gzip and zstd are read as they are)",
  ],
  ["52617221", "a RAR archive; unpack it first"],
  ["377abcaf", "a 7z archive; unpack it first"],
  ["fffe", "UTF-16 text; convert it to UTF-8"],
  ["feff", "UTF-16 text; convert it to UTF-8"],
];

/**
 * Looks at the start of a trace file: what kind it is, how it is packed, and its first line.
 *
 * The name decides nothing, since logs are renamed when they are rotated and fetched.
 *
 * @throws TraceError for a file that is missing, empty or of no kind that is read.
 */
export async function inspectFile(path: string): Promise<InspectedFile> {
  const signature = await readSignature(path);
  if (signature === "") throw fileError(path, "the file is empty");
  if (signature.startsWith("50415231")) return { kind: "parquet", path };
  const foreign = FOREIGN_SIGNATURES.find(([bytes]) => signature.startsWith(bytes));
  if (foreign !== undefined) throw fileError(path, `the file is ${foreign[1]}`);
  const compression = compressionOf(signature);
  const firstLine = await readFirstLine(path, compression);
  if (firstLine === null) throw fileError(path, "the file holds only blank lines");
  return { kind: "text", path, compression, firstLine };
}

function compressionOf(signature: string): Compression {
  if (signature.startsWith("1f8b")) return "gzip";
  // A zstd frame, or a skippable one before it (RFC 8878, section 3.1).
  return /^(?:28b52ffd|5[0-9a-f]2a4d18)/u.test(signature) ? "zstd" : "none";
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

async function readFirstLine(path: string, compression: Compression): Promise<string | null> {
  let firstLine: string | null = null;
  await streamLines({ path, compression }, (bytes, start, end) => {
    const line = decode(bytes, start, end);
    if (trimBlanks(line) === "") return true;
    firstLine = line;
    return false;
  });
  return firstLine;
}
