import { describe, expect, it } from "vitest";
import { RANDOM } from "./scenarios.ts";
import { openFolder } from "./tailcap.ts";

describe.concurrent("--jobs", () => {
  it("changes no byte of the result or the picture, nor does running again", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const run = async (out: string, ...args: string[]) => {
      const set = ["--set", "sweep={fleet.router: [random, power-of-two]}"];
      const all = ["run", "random.yaml", "--out", out, ...set, ...args];
      const { stdout } = await folder.tailcap(all);
      return {
        text: stdout.replaceAll(`${out}/`, ""),
        json: folder.read(`${out}/result.json`),
        svg: folder.read(`${out}/curve.svg`),
      };
    };
    const alone = await run("a", "--jobs", "1");
    expect(alone.json).toContain('"replicas": 4');
    expect(await run("b", "--jobs", "2")).toEqual(alone);
    expect(await run("c", "--jobs", "5")).toEqual(alone);
    expect(await run("d", "--jobs", "1")).toEqual(alone);
  });

  it.each([
    ["run", "0"],
    ["run", "x"],
    ["simulate", "1.5"],
    ["simulate", ""],
  ])("of %s refuses %j", async (command, jobs) => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const args = [command, "random.yaml", `--jobs=${jobs}`];
    const { code, stdout, stderr } = await folder.tailcap(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`--jobs must be a whole number from 1, got ${jobs || "nothing"}\n`);
  });
});
