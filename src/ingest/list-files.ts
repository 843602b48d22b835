import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

import { fileError } from "./trace-error.ts";

/** The most files that one pattern may match. */
const MOST_FILES = 10_000;

/**
 * Lists the files of a trace: the file named, or all that a pattern matches, sorted by name.
 *
 * In a pattern `*` stands for any part of a name and `?` for one character, in any segment of the
 * path. A file that has just that name comes first, whatever characters it has.
 *
 * @throws TraceError when nothing matches, or far too much.
 */
export async function listFiles(path: string): Promise<readonly string[]> {
  if (!/[*?]/u.test(path) || existsSync(path)) return [path];
  const found = (await expand(path)).sort((left, right) => (left < right ? -1 : 1));
  if (found.length === 0) throw fileError(path, "no file matches the pattern");
  if (found.length > MOST_FILES) {
    throw fileError(path, "the pattern matches more than 10,000 files; join them first");
  }
  return found;
}

async function expand(path: string): Promise<string[]> {
  const parent = dirname(path);
  const segment = path.slice(
    parent === "/" ? 1 : parent === "." ? path.lastIndexOf("/") + 1 : parent.length + 1,
  );
  const folders = /[*?]/u.test(parent) ? await expand(parent) : [parent];
  const isPattern = /[*?]/u.test(segment);
  const matches = new RegExp(`^${toExpression(segment)}$`, "u");
  const found: string[] = [];
  for (const folder of folders) {
    if (!isPattern) {
      if (existsSync(join(folder, segment))) found.push(join(folder, segment));
      continue;
    }
    for (const name of await namesIn(folder)) {
      // As in a shell, a pattern doesn't match hidden files unless it begins with a dot.
      const isHidden = name.startsWith(".") && !segment.startsWith(".");
      if (!isHidden && matches.test(name)) found.push(join(folder, name));
    }
  }
  return found;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

function toExpression(pattern: string): string {
  return pattern
    .replaceAll(/[.+^${}()|[\]\\]/gu, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
}
