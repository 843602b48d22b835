import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll } from "vitest";
import type { Result } from "../../src/plan/result.ts";

/** The built program. */
export const PROGRAM: string = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** What a call of the program left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to call the program. */
export interface CallOptions {
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of Node itself. */
  readonly node?: readonly string[];
}

/** A folder that lasts until the tests of its file are done. */
export interface WorkFolder {
  readonly path: string;
  /** Writes a file. */
  readonly write: (name: string, text: string) => void;
  /** Text of a file. */
  readonly read: (name: string) => string;
  /** All files below the folder, by relative path, and empty folders with a slash. */
  readonly list: () => readonly string[];
  /**
   * Calls the program in the folder; standard output is no terminal. A run that doesn't say how
   * many threads it wants gets one, which for small scenarios is the fastest.
   */
  readonly tailcap: (args: readonly string[], options?: CallOptions) => Promise<Outcome>;
  /** The same, with `--json`: the result that it prints. */
  readonly result: (args: readonly string[]) => Promise<Result>;
}

const opened: string[] = [];
afterAll(() => {
  for (const path of opened) rmSync(path, { recursive: true });
});

/** Opens a folder that is removed when all tests of the file have ended. */
export function openFolder(files: Readonly<Record<string, string>> = {}): WorkFolder {
  const path = mkdtempSync(join(tmpdir(), "tailcap-cli-"));
  opened.push(path);
  const write = (name: string, text: string): void => writeFileSync(join(path, name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  const tailcap: WorkFolder["tailcap"] = (args, options = {}) => {
    const isFree = args[0] === "run" && !args.some((arg) => arg.startsWith("--jobs"));
    return call(path, isFree ? [...args, "--jobs=1"] : args, options);
  };
  return {
    path,
    write,
    read: (name) => readFileSync(join(path, name), "utf8"),
    list: () => listFiles(path).map((file) => relative(path, file)),
    tailcap,
    result: async (args) => {
      const { stdout, stderr } = await tailcap([...args, "--json"]);
      if (stdout === "") throw new Error(`no result: ${stderr}`);
      return JSON.parse(stdout);
    },
  };
}

function call(cwd: string, args: readonly string[], options: CallOptions): Promise<Outcome> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run npm run build`);
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [...(options.node ?? []), PROGRAM, ...args],
      { cwd, env: { ...inherited, ...options.env }, timeout: 90_000, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === "number") resolve({ code, stdout, stderr });
        else reject(error ?? new Error("no exit code"));
      },
    );
  });
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) return [path];
      const inside = listFiles(path);
      return inside.length > 0 ? inside : [`${path}/`];
    });
}
