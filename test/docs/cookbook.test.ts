/** The cookbook's commands run as they stand, on scenarios made small; its answers are the gallery's. */
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";
import { openFolder, PROGRAM, type Outcome } from "../cli/tailcap.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PAGE = readFileSync(join(ROOT, "docs", "cookbook.md"), "utf8");
const BLOCKS = Array.from(
  PAGE.matchAll(/^<!-- runnable -->\n\n```sh\n([^]*?)^```$/gmu),
  ([, block]) => block,
);

/** How long the traffic of each scenario lasts here. */
const DURATIONS: Readonly<Record<string, string>> = {
  "chat-burst": "20s",
  "embedding-batch": "5s",
  "autoscale-signal": "20m",
  "spot-and-spares": "5h",
};

/** A scenario with little traffic, run twice. */
function shrink(text: string, duration: string): string {
  return text
    .replace(/^( {4}duration:) .*$/mu, `$1 ${duration}`)
    .replace(/\breplications: \d+/u, "replications: 2")
    .replace(/\bwarmup: \w+ \}/u, "warmup: 1s }");
}

/** A folder with the small scenarios and an `npx` that calls the program. */
function openKitchen(): { readonly path: string; readonly bin: string } {
  const { path } = openFolder();
  const bin = join(path, "bin");
  mkdirSync(join(path, "scenarios"));
  mkdirSync(bin);
  for (const file of readdirSync(join(ROOT, "scenarios"))) {
    const duration = DURATIONS[file.replace(/\.yaml$/u, "")];
    if (duration === undefined) continue;
    const text = readFileSync(join(ROOT, "scenarios", file), "utf8");
    const small = shrink(text, duration);
    expect(small).toContain(` duration: ${duration}\n`);
    writeFileSync(join(path, "scenarios", file), small);
  }
  // A budget of a thousand requests ends a search at its first look.
  const npx = [
    "#!/bin/sh",
    "shift",
    'if [ "$1" = choose ]; then set -- "$@" --budget 1k; fi',
    `exec "${process.execPath}" "${PROGRAM}" "$@" --jobs 1`,
  ];
  writeFileSync(join(bin, "npx"), `${npx.join("\n")}\n`);
  chmodSync(join(bin, "npx"), 0o755);
  return { path, bin };
}

function runBlock(block: string, { path, bin }: ReturnType<typeof openKitchen>): Promise<Outcome> {
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"] ?? ""}` };
  return new Promise((resolve, reject) => {
    const options = { cwd: path, env, timeout: 60_000, maxBuffer: 2 ** 26 };
    execFile("/bin/sh", ["-e", "-c", block], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") resolve({ code, stdout, stderr });
      else reject(error ?? new Error("no exit code"));
    });
  });
}

describe("the cookbook", () => {
  it("has commands that run, and say something", async () => {
    expect(BLOCKS.length).toBeGreaterThan(8);
    const kitchen = openKitchen();
    for (const block of BLOCKS) {
      const { code, stderr, stdout } = await runBlock(block, kitchen);
      // 1 is an answer too: the small scenarios needn't hold their SLO.
      expect({ block, code: code > 1 ? code : 0, stderr: code > 1 ? stderr : "" }).toEqual({
        block,
        code: 0,
        stderr: "",
      });
      if (block.startsWith("npx")) expect(stdout, block).toMatch(/replica/u);
    }
  });

  it("marks every command as runnable", () => {
    expect(PAGE.match(/^```sh$/gmu)).toHaveLength(BLOCKS.length);
  });

  it("gives the answers that the gallery does", () => {
    const gallery = readFileSync(join(ROOT, "docs", "gallery.md"), "utf8").replaceAll("\\", "");
    const answers = Array.from(PAGE.matchAll(/^Choice {5}([^]*?\.)$/gmu), ([, text]) =>
      text.replaceAll(/\s+/gu, " "),
    );
    expect(answers).toHaveLength(4);
    for (const answer of answers) expect(gallery).toContain(`**${answer}**`);
  });
});
