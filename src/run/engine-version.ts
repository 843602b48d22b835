import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folders whose code decides what a task computes. */
const LAYERS = ["random", "stats", "workload", "sim", "scenario", "compile", "plan"] as const;

let version: string | null = null;

/**
 * Names the code that computes tasks: a hash of its files. Two processes with the same version find
 * the same for the same task; a version number would not tell one build in development from the
 * next.
 *
 * @returns 16 hexadecimal digits.
 */
export function engineVersion(): string {
  version ??= hashOfCode();
  return version;
}

function hashOfCode(): string {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const hash = createHash("sha256");
  for (const layer of LAYERS) {
    const names = readdirSync(join(root, layer), { recursive: true, encoding: "utf8" });
    for (const name of names.filter(isCode).sort()) {
      hash.update(name.replaceAll("\\", "/")).update(readFileSync(join(root, layer, name)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

function isCode(name: string): boolean {
  return /(?<!\.d)\.[jt]s$/.test(name);
}
