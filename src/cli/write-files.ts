import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "./usage-error.ts";

/** A file to write: its path and what goes into it. */
export interface OutputFile {
  readonly path: string;
  readonly text: string | AsyncIterable<string>;
}

/**
 * Writes files so that none is ever seen half-written: all go to temporary names beside their
 * targets first, and are renamed when the last one is complete.
 *
 * @throws UsageError if a folder or file can't be written; no file is left behind then.
 */
export async function writeFiles(files: readonly OutputFile[]): Promise<void> {
  const temporary = files.map(({ path }) => `${path}.${process.pid}.tmp`);
  try {
    for (const [index, { path, text }] of files.entries()) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary[index], text);
    }
    for (const [index, { path }] of files.entries()) await rename(temporary[index], path);
  } catch (error) {
    // Where the folder itself is at fault there is nothing to remove, and removing fails too.
    await Promise.allSettled(temporary.map((path) => rm(path, { force: true })));
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`can't write ${files.map(({ path }) => path).join(", ")}: ${reason}`);
  }
}
