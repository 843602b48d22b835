import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";
import { STEADY } from "./scenarios.ts";
import { openFolder, PROGRAM } from "./tailcap.ts";

describe.concurrent("tailcap", () => {
  it("lists its commands with --help and -h", async () => {
    const folder = openFolder();
    const { code, stdout, stderr } = await folder.tailcap(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of ["run <scenario>", "simulate <scenario>", "schema"]) {
      expect(stdout).toContain(`tailcap ${command}`);
    }
    expect((await folder.tailcap(["-h"])).stdout).toBe(stdout);
  });

  it("lists the options of a command with --help", async () => {
    const { code, stdout } = await openFolder().tailcap(["simulate", "--help"]);
    expect(code).toBe(0);
    const options = ["set", "seed", "jobs", "out", "json", "quiet", "replicas", "requests"];
    for (const option of options) expect(stdout).toContain(`--${option} `);
  });

  it("says the version of its package", async () => {
    const { version } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    );
    expect(await openFolder().tailcap(["--version"])).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });

  it("prints the JSON Schema of scenario files", async () => {
    const { code, stdout, stderr } = await openFolder().tailcap(["schema"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const schema = JSON.parse(stdout);
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
    expect(schema.required.toSorted()).toEqual(["fleet", "name", "service", "slo", "workload"]);
    expect(Object.keys(schema.properties)).toContain("sweep");
  });
});

/** Exit code and errors of a call whose output is not read at all. */
function callUnread(cwd: string, args: readonly string[]): Promise<[number | null, string]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, timeout: 60_000 });
    child.stdout.destroy();
    let errors = "";
    child.stderr.on("data", (text) => (errors += text));
    child.on("error", reject);
    child.on("close", (code) => resolve([code, errors]));
  });
}

describe.concurrent("a reader that closes the pipe early", () => {
  it("is no error, and the exit code still tells what was found", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    expect(await callUnread(folder.path, ["schema"])).toEqual([0, ""]);
    expect(await callUnread(folder.path, ["run", "steady.yaml", "--json"])).toEqual([0, ""]);
    const missed = ["run", "steady.yaml", "--set", "fleet.replicas=1"];
    expect(await callUnread(folder.path, missed)).toEqual([1, ""]);
  });
});
