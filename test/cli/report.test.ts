import { describe, expect, it } from "vitest";
import { RANDOM, STEADY } from "./scenarios.ts";
import { openFolder, type WorkFolder } from "./tailcap.ts";

/** A folder with a scenario and, in `made`, what `run` wrote of it. */
async function ranFolder(scenario: string, ...args: readonly string[]): Promise<WorkFolder> {
  const folder = openFolder({ "scenario.yaml": scenario });
  const { stderr } = await folder.tailcap(["run", "scenario.yaml", "--out", "made", ...args]);
  expect(stderr).toBe("");
  return folder;
}

/** One run for all tests that only want some result. */
const steady = ranFolder(STEADY);

/** A folder with the result of that run in it. */
async function resultFolder(): Promise<WorkFolder> {
  return openFolder({ "result.json": (await steady).read("made/result.json") });
}

/** Files of a folder by name, with what they hold. */
function filesIn(folder: WorkFolder, name: string): Readonly<Record<string, string>> {
  const files = folder.list().filter((file) => file.split("/").length === 2);
  const own = files.filter((file) => file.startsWith(`${name}/`));
  return Object.fromEntries(own.map((file) => [file.slice(name.length + 1), folder.read(file)]));
}

describe.concurrent("tailcap report", () => {
  it.each([
    ["nothing random", STEADY],
    ["several workloads", RANDOM],
  ])("writes byte for byte what run wrote of %s, from result.json alone", async (_, scenario) => {
    const folder = await ranFolder(scenario);
    folder.write("moved.json", folder.read("made/result.json"));
    const { code, stdout, stderr } = await folder.tailcap([
      "report",
      "moved.json",
      "--out",
      "again",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const made = filesIn(folder, "made");
    expect(Object.keys(made)).toContain("curve.svg");
    expect(Object.keys(made)).toContain("report.html");
    expect(Object.keys(made)).toContain("report.md");
    expect(filesIn(folder, "again")).toEqual(made);
    expect(stdout).toMatch(/^again\/: \d+ pictures, result\.json, report\.html, report\.md\n/);
    expect(stdout).toMatch(/^left out: .+: run with --headroom|^left out: .+/m);
  });

  it("writes beside the result by default, and takes a folder for the result in it", async () => {
    const folder = await resultFolder();
    const { code, stdout } = await folder.tailcap(["report", "."]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\.\/: \d+ pictures, report\.html, report\.md\n/);
    expect(folder.list()).toContain("curve.svg");
    expect(folder.list().every((file) => !file.includes("/"))).toBe(true);
  });

  it("gives each of several results a folder of its name", async () => {
    const folder = await ranFolder(STEADY);
    await folder.tailcap(["run", "scenario.yaml", "--set", "name=other", "--out", "b", "--quiet"]);
    const args = ["report", "made", "b", "--out", "all", "--only", "curve", "--quiet"];
    expect(await folder.tailcap(args)).toEqual({ code: 0, stdout: "", stderr: "" });
    const written = folder.list().filter((file) => file.startsWith("all/"));
    expect(written).toEqual(["all/other/curve.svg", "all/steady/curve.svg"]);
  });

  it("refuses two results that would be written to one folder", async () => {
    const folder = await resultFolder();
    const { code, stderr } = await folder.tailcap(["report", ".", "result.json"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/would both be written to \.: give each its own --out/);
  });

  it("writes the pictures of --only alone, in the themes asked for", async () => {
    const folder = await resultFolder();
    const args = ["--only", "curve,timeline", "--only", "ledger", "--theme", "both"];
    const { code } = await folder.tailcap(["report", ".", "--out", "some", ...args]);
    expect(code).toBe(0);
    const { "curve.svg": light, "curve-dark.svg": dark, ...others } = filesIn(folder, "some");
    expect(Object.keys(others).filter((name) => !/^(?:ledger|timeline)/.test(name))).toEqual([]);
    expect(light).toContain('fill="#ffffff"');
    expect(dark).toContain('fill="#14171a"');
    expect(dark).not.toContain("#ffffff");
  });

  it("turns pictures into PNG of twice the size, the same bytes each time", async () => {
    const folder = await resultFolder();
    const draw = async (out: string) => {
      await folder.tailcap(["report", ".", "--only", "curve", "--png", "--out", out]);
      return folder.read(`${out}/curve.png`);
    };
    expect(await draw("a")).toBe(await draw("b"));
    const files = folder.list().filter((file) => file.startsWith("a/"));
    expect(files).toEqual(["a/curve.png", "a/curve.svg"]);
  });

  it("refuses a picture that there is none of, and names those there are", async () => {
    const folder = await resultFolder();
    const { code, stderr } = await folder.tailcap(["report", ".", "--only", "curves"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^--only must name pictures, got curves: there are curve, price-of-slo,/,
    );
  });
});

describe.concurrent("tailcap report of what is no result", () => {
  const BROKEN: Readonly<Record<string, readonly [(json: string) => string, RegExp]>> = {
    "a file cut off": [(json) => json.slice(0, 5000), /ends in the middle of the result/],
    "no JSON": [() => "name: steady\n", /a result must be JSON/],
    "other JSON": [() => '{"answer": 42}', /isn't a result of tailcap/],
    "a result of another format": [
      (json) => json.replace(/"schema": \d+/, '"schema": 3'),
      /is a result of format 3, where format \d+ is read/,
    ],
    "a text for a number": [
      (json) => json.replace(/"utilization": [\d.]+/, '"utilization": "<b>\\u001b[31m"'),
      /points\[0\]\.utilization must be a number of at least 0, got "<b>\\u001b\[31m"/,
    ],
    "a number too large": [
      (json) => json.replace(/"costPerHour": [\d.]+/, '"costPerHour": 1e999'),
      /must be a number of at least 0, got Infinity/,
    ],
    "a missing field": [
      (json) => json.replace(/"verdict": "[a-z]+",/, ""),
      /verdict must be "met" or .*, got nothing/,
    ],
    "a changed scenario": [
      (json) => json.replace('"seed": 1', '"seed": 2'),
      /scenario was changed after the run/,
    ],
    "a choice that was never simulated": [
      (json) => json.replace(/("choice": \{\s+"replicas": )\d+/, "$177"),
      /can't be drawn, was it changed by hand\?/,
    ],
  };
  it.each(Object.entries(BROKEN))(
    "exits with 2 for %s, and writes nothing",
    async (name, entry) => {
      const [breakIt, message] = entry;
      const folder = openFolder();
      const json = (await steady).read("made/result.json");
      const broken = breakIt(json);
      expect(broken).not.toBe(json);
      folder.write("result.json", broken);
      const { code, stdout, stderr } = await folder.tailcap(["report", "result.json"]);
      expect([name, code, stdout]).toEqual([name, 2, ""]);
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain("\u001b");
      expect(stderr).not.toContain("at file:");
      expect(folder.list()).toEqual(["result.json"]);
    },
  );

  it("says so of a file that isn't there", async () => {
    const folder = openFolder();
    const { code, stderr } = await folder.tailcap(["report", "none.json"]);
    expect(code).toBe(2);
    expect(stderr).toBe("none.json: can't read the result: no such file\n");
  });
});
