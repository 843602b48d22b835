import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Shell } from "./scripts.ts";

/** Ends of the names of files that a command takes. */
const ENDS: Readonly<Record<string, RegExp>> = {
  run: /\.ya?ml$/iu,
  simulate: /\.ya?ml$/iu,
  choose: /\.ya?ml$/iu,
  merge: /\.ya?ml$/iu,
  slo: /\.ya?ml$/iu,
  compare: /\.(?:ya?ml|json)$/iu,
  export: /\.json$/iu,
  report: /\.json$/iu,
};

/** Options whose value is a path, which the shell completes best by itself. */
const PATH_OPTIONS = new Set(["--out", "--requests", "--prices", "--to", "--cache"]);

/**
 * Completes the last word of a command line.
 *
 * @param words - All words, the one to complete last; the program's name may be first.
 * @param known - Commands, options and values that fit there, as the shell takes them.
 * @returns Words; none for the shell to complete names of files.
 */
export function completeWord(
  words: readonly string[],
  known: readonly string[],
  shell: Shell,
): readonly string[] {
  const current = words[words.length - 1] ?? "";
  const before = words[words.length - 2] ?? "";
  if (PATH_OPTIONS.has(before)) return [];
  if (current.startsWith("-")) return known;
  // Options are offered once a dash is typed: what is named first is the rest.
  const others = known.filter((word) => !word.startsWith("-"));
  if (others.length > 0) return others;
  const command = words.slice(0, -1).find((word) => Object.hasOwn(ENDS, word));
  return command === undefined ? known : listFiles(current, ENDS[command], shell);
}

function listFiles(current: string, ends: RegExp, shell: Shell): readonly string[] {
  // Bash adds it by itself.
  const mark = shell === "bash" ? "" : "/";
  const folder = current.endsWith("/") ? current : dirname(current);
  const start = current.includes("/") ? folder : "";
  try {
    return (
      readdirSync(folder === "" ? "." : folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() || ends.test(entry.name))
        .filter(({ name }) => isOffered(name))
        .map((entry) => join(start, entry.name) + (entry.isDirectory() ? mark : ""))
        .filter((path) => path.startsWith(current))
        // To zsh a colon ends the word and begins its description.
        .map((path) => (shell === "zsh" ? path.replaceAll(":", "\\:") : path))
        .toSorted()
    );
  } catch {
    // A folder that isn't there has nothing to complete.
    return [];
  }
}

/** Hidden files are not, nor names that would be several words or lines to a shell's script. */
function isOffered(name: string): boolean {
  return !name.startsWith(".") && name !== "node_modules" && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name);
}
