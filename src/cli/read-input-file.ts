import { readFile, stat } from "node:fs/promises";
import { UsageError } from "./usage-error.ts";

/** A larger file is refused unread: as one string it wouldn't fit. */
const MAX_BYTES = 400 * 2 ** 20;

/**
 * Reads a text file that the user names.
 *
 * @param what - What it is, for messages, such as `scenario`.
 * @param most - Bytes beyond which it is refused.
 * @throws UsageError if it can't be read.
 */
export async function readInputFile(
  file: string,
  what: string,
  most: number = MAX_BYTES,
): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > most) throw new UsageError(`${file}: ${size} bytes is too large for a ${what}`);
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: can't read the ${what}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES") return "permission denied";
  return error instanceof Error ? error.message : String(error);
}
