import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { beforeAll, describe, expect, it } from "vitest";
import { openFolder, PROGRAM, type WorkFolder } from "./tailcap.ts";

const HOSTILE = "$(touch pwned) `touch pwned`.yaml";

/** Lines of bash that complete the last word and print what came of it. */
function ask(...words: readonly string[]): string {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  return [
    `COMP_WORDS=(tailcap ${quoted}); COMP_CWORD=${words.length}; _tailcap_completions`,
    `printf '%s\\n' "\${COMPREPLY[@]}"; echo --`,
  ].join("\n");
}

describe("completion", () => {
  let folder: WorkFolder;
  beforeAll(() => {
    folder = openFolder({
      "chat.yaml": "",
      "two words.yml": "",
      "a:b.yaml": "",
      [HOSTILE]: "",
      "notes.txt": "",
      ".hidden.yaml": "",
      "result.json": "",
    });
    mkdirSync(join(folder.path, "more"));
    folder.write("more/deep.yaml", "");
    mkdirSync(join(folder.path, "bin"));
    symlinkSync(PROGRAM, join(folder.path, "bin/tailcap"));
  });

  /** What the program answers, as a shell's script asks it. */
  async function complete(shell: string, ...words: readonly string[]): Promise<readonly string[]> {
    const args = ["--get-yargs-completions", "tailcap", ...words];
    const { code, stderr, stdout } = await folder.tailcap(args, { env: { SHELL: shell } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout.split("\n").filter((line) => line !== "");
  }

  it("offers commands, and those below a command", async () => {
    const commands = await complete("bash", "");
    for (const name of ["run", "export", "init", "explain", "completion"]) {
      expect(commands).toContain(name);
    }
    expect(await complete("bash", "slo", "")).toEqual(["export", "lint"]);
  });

  it("offers options after a dash, and their values", async () => {
    expect(await complete("bash", "export", "--")).toEqual(
      expect.arrayContaining(["--format", "--namespace", "--out"]),
    );
    const formats = ["k8s", "terraform", "csv", "parquet"];
    expect(await complete("bash", "export", "--format", "")).toEqual(formats);
    expect(await complete("bash", "completion", "")).toEqual(["bash", "zsh", "fish"]);
  });

  it("offers the files that a command takes, and leaves other paths to the shell", async () => {
    const files = [HOSTILE, "a:b.yaml", "bin", "chat.yaml", "more", "two words.yml"];
    expect(await complete("bash", "run", "")).toEqual(files);
    expect(await complete("bash", "run", "more/")).toEqual(["more/deep.yaml"]);
    expect(await complete("bash", "export", "")).toEqual(["bin", "more", "result.json"]);
    expect(await complete("bash", "run", "nowhere/")).toEqual([]);
    expect(await complete("bash", "run", "chat.yaml", "--out", "")).toEqual([]);
  });

  it("offers fields to explain, a step at a time", async () => {
    const tops = await complete("bash", "explain", "s");
    expect(tops).toEqual(expect.arrayContaining(["slo", "sweep", "service"]));
    expect(tops.filter((field) => field.includes("."))).toEqual([]);
    expect(await complete("bash", "explain", "points.ledger.i")).toEqual(["points.ledger.idle"]);
  });

  it("has descriptions in the form of zsh and of fish", async () => {
    expect(await complete("/bin/zsh", "export", "--")).toContain(
      "--namespace:its namespace, for k8s",
    );
    expect(await complete("/bin/zsh", "run", "a")).toEqual(["a\\:b.yaml"]);
    expect(await complete("/usr/bin/fish", "export", "--")).toContain(
      "--namespace\tits namespace, for k8s",
    );
    expect(await complete("/usr/bin/fish", "run", "m")).toEqual(["more/"]);
  });

  it("works in bash, which runs nothing that a file's name says", async () => {
    const { stdout: script } = await folder.tailcap(["completion", "bash"]);
    const program = [script, ask("expl"), ask("run", "c"), ask("run", ""), ask("run", "x")];
    const { stdout } = await promisify(execFile)("bash", ["-c", program.join("\n")], {
      cwd: folder.path,
      env: { ...process.env, PATH: `${join(folder.path, "bin")}:${process.env["PATH"]}` },
    });
    const [command, one, all, none] = stdout.split("--\n").map((part) => part.trim().split("\n"));
    expect(command).toEqual(["explain"]);
    expect(one).toEqual(["chat.yaml"]);
    expect(all).toContain(HOSTILE);
    expect(none).toEqual([""]);
    expect(folder.list()).not.toContain("pwned");
  });

  it("has a script for each shell, by default for that of the environment", async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { stdout } = await folder.tailcap(["completion", shell]);
      expect(stdout).toMatch(new RegExp(`^#.*(?:for ${shell}|compdef)`, "u"));
      expect(stdout).toContain(`SHELL=${shell} tailcap --get-yargs-completions`);
      const env = { SHELL: `/usr/bin/${shell}` };
      expect((await folder.tailcap(["completion"], { env })).stdout).toBe(stdout);
    }
    const unknown = await folder.tailcap(["completion", "tcsh"]);
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
  });
});
