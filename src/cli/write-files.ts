import { existsSync, mkdtempSync, rmdirSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { UsageError } from "./usage-error.ts";

/** A file to write: its path and what goes into it. */
export interface OutputFile {
  readonly path: string;
  readonly text: string | Uint8Array | AsyncIterable<string>;
}

/**
 * Checks, before any work is done for it, that a folder is there or can be made, and written to.
 *
 * @throws UsageError if not.
 */
export function requireFolder(path: string): void {
  const folder = resolve(path);
  let nearest = folder;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  if (!statSync(nearest).isDirectory()) {
    const got = nearest === folder ? "" : `${path}, beneath `;
    throw new UsageError(`--out must name a folder, got ${got}the file ${relative("", nearest)}`);
  }
  try {
    rmdirSync(mkdtempSync(join(nearest, ".tailcap-")));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`can't write into ${path}: ${reason}; name another folder with --out`);
  }
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
      await makeFolder(dirname(path));
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

/**
 * Has a file written under a temporary name beside its target, then renamed, so that it is never
 * seen half-written.
 *
 * @param write - Writes the file of the name it gets.
 * @throws UsageError if it can't be written; no file is left behind then.
 */
export async function replaceFile(
  path: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await makeFolder(dirname(path));
    await write(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`can't write ${path}: ${reason}`);
  }
}

/**
 * Makes a folder and those above it, one at a time: Node's own recursive way never returns where
 * the system refuses with "no such file", as /proc does.
 */
async function makeFolder(path: string): Promise<void> {
  const folder = resolve(path);
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder));
  try {
    await mkdir(folder);
  } catch (error) {
    // Another run may have made it in the meantime.
    if (!existsSync(folder)) throw error;
  }
}
