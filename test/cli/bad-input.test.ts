import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { LOGGED, RANDOM, STEADY } from "./scenarios.ts";
import { openFolder, type WorkFolder } from "./tailcap.ts";

const STACK = /^\s+at /m;

/** Calls the program with bad input: exit code 2, nothing printed or written, no stack. */
async function refuse(folder: WorkFolder, args: readonly string[]): Promise<string> {
  const before = folder.list();
  const { code, stdout, stderr } = await folder.tailcap(args);
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: "" });
  expect(stderr).not.toMatch(STACK);
  expect(stderr.endsWith("\n")).toBe(true);
  expect(folder.list()).toEqual(before);
  return stderr;
}

describe.concurrent("the command line", () => {
  it.each([
    ["run steady.yaml --frobnicate", "unknown option --frobnicate (see tailcap run --help)"],
    [
      "simulate steady.yaml --replcas 4",
      "unknown option --replcas; did you mean --replicas? (see tailcap simulate --help)",
    ],
    [
      "run steady.yaml --sede=3",
      "unknown option --sede; did you mean --seed? (see tailcap run --help)",
    ],
    [
      "run steady.yaml --no-resum",
      "unknown option --no-resum; did you mean --no-resume? (see tailcap run --help)",
    ],
    ["run steady.yaml -o there", "unknown option -o; did you mean --out? (see tailcap run --help)"],
    ["run steady.yaml --replicas 2", "unknown option --replicas (see tailcap run --help)"],
    ["choose steady.yaml --ou there", "unknown option --ou (see tailcap choose --help)"],
    [
      "run steady.yaml more.yaml",
      "tailcap run takes no further argument, got more.yaml (see tailcap run --help)",
    ],
    ["runn steady.yaml", "unknown command runn; did you mean run? (see tailcap --help)"],
    ["frobnicate", "unknown command frobnicate (see tailcap --help)"],
    ["trace stat log.csv", "unknown command stat; did you mean stats? (see tailcap trace --help)"],
    ["prices h100", "unknown command h100; there is import (see tailcap prices --help)"],
    ["slo", "name what to do: export or lint (see tailcap slo --help)"],
    ["run", "tailcap run needs <scenario>, scenario file (YAML) (see tailcap run --help)"],
    [
      "compare here",
      "tailcap compare needs <head>, what there would be, in the same way (see tailcap compare --help)",
    ],
    [
      "slo export steady.yaml",
      "--format is required: openslo, sloth or pyrra (see tailcap slo export --help)",
    ],
    [
      "run steady.yaml --seed",
      "--seed needs a value: override the scenario's seed (see tailcap run --help)",
    ],
    [
      "run steady.yaml --seed --json",
      "--seed needs a value: override the scenario's seed (see tailcap run --help)",
    ],
    [
      "run steady.yaml --seed 1 --seed 2",
      "--seed is given 2 times, and only one can hold (see tailcap run --help)",
    ],
    [
      "run steady.yaml --theme light --theme dark",
      "--theme is given 2 times, and only one can hold (see tailcap run --help)",
    ],
    [
      "run steady.yaml --theme dak",
      "--theme must be light, dark or both, got dak; did you mean dark? (see tailcap run --help)",
    ],
    [
      "completion tcsh",
      "<shell> must be bash, zsh or fish, got tcsh (see tailcap completion --help)",
    ],
    [
      "run steady.yaml --json=maybe",
      "--json takes no value but true or false, got maybe (see tailcap run --help)",
    ],
    [
      "compare here there --json --format markdown",
      "--json and --format markdown exclude each other: leave one out",
    ],
    ["run steady.yaml --out=", "--out must name a path, got nothing"],
    ["simulate steady.yaml --requests=", "--requests must name a path, got nothing"],
  ])("%s is refused in a line", async (line, message) => {
    const folder = openFolder({ "steady.yaml": STEADY });
    expect(await refuse(folder, line.split(" "))).toBe(`${message}\n`);
  });

  it("without a command is refused with the list of them", async () => {
    const stderr = await refuse(openFolder(), []);
    expect(stderr).toContain("tailcap simulate <scenario>");
    expect(stderr).toMatch(/\nname a command \(see tailcap --help\)\n$/);
  });

  it("may give an option twice where both hold", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    const sets = ["--set", "fleet.replicas=2", "--set", "service.time=1ms"];
    expect(
      await folder.tailcap(["simulate", "steady.yaml", ...sets, "--quiet", "--quiet"]),
    ).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe.concurrent("the scenario file", () => {
  it("that is missing, a folder or can't be read is named, with the reason", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    mkdirSync(join(folder.path, "folder"));
    symlinkSync("loop.yaml", join(folder.path, "loop.yaml"));
    expect(await refuse(folder, ["run", "none.yaml"])).toBe(
      "none.yaml: can't read the scenario: no such file\n",
    );
    expect(await refuse(folder, ["run", "folder"])).toBe(
      "folder: can't read the scenario: it is a folder\n",
    );
    expect(await refuse(folder, ["simulate", "loop.yaml"])).toMatch(
      /^loop\.yaml: can't read the scenario: ELOOP/,
    );
    expect(await refuse(folder, ["run", "steady.yaml/inside"])).toMatch(/^steady\.yaml\/inside: /);
  });

  it("has all its problems listed, each with file, line and column", async () => {
    const text = STEADY.replace("150ms", "150")
      .replace("$2/h", "$-2/h")
      .replace("replicas: 1..3", "replica: 1..3")
      .replace("p99: 200ms", "p99: 200 parsecs");
    const stderr = await refuse(openFolder({ "wrong.yaml": text }), ["run", "wrong.yaml"]);
    const places = Array.from(stderr.matchAll(/^wrong\.yaml:(\d+):(\d+): /gm), ([, line]) => line);
    // service.time; the fleet's misspelled key; its price; the objective.
    expect(places.map(Number)).toEqual([8, 10, 12, 15]);
    expect(stderr).toContain("did you mean `replicas`?");
    expect(stderr).toContain("service.time must carry a unit such as 20ms or 1.5s, got 150");
    expect(stderr).toContain("\n   8 |   time: 150\n               ^\n");
  });

  it("that isn't YAML, or is something else, is refused", async () => {
    const broken = openFolder({ "broken.yaml": "name: [1, 2\nworkload: }\n" });
    expect(await refuse(broken, ["run", "broken.yaml"])).toMatch(/^broken\.yaml:\d+:\d+: /);
    const list = openFolder({ "list.yaml": "- 1\n- 2\n" });
    expect(await refuse(list, ["run", "list.yaml"])).toMatch(/^list\.yaml:1:1: /);
    expect(await refuse(openFolder({ "empty.yaml": "" }), ["run", "empty.yaml"])).toMatch(
      /^empty\.yaml/,
    );
  });
});

describe.concurrent("the trace", () => {
  it("that is missing is named", async () => {
    const folder = openFolder({ "logged.yaml": LOGGED });
    expect(await refuse(folder, ["run", "logged.yaml"])).toMatch(/log\.csv: no such file\n$/);
  });

  it("is looked for beside the scenario, wherever the command is called", async () => {
    const folder = openFolder();
    mkdirSync(join(folder.path, "inside"));
    folder.write("inside/logged.yaml", LOGGED);
    folder.write("inside/log.csv", "t,seconds\n0,1\n1,1\n");
    const { code } = await folder.tailcap(["run", "inside/logged.yaml", "--quiet"]);
    expect(code).toBe(0);
  });

  it("with malformed rows has each of them named", async () => {
    const rows = "t,seconds\n0,1\n0.5,x\n1,1\nsoon,1\n";
    const folder = openFolder({ "logged.yaml": LOGGED, "log.csv": rows });
    const stderr = await refuse(folder, ["run", "logged.yaml"]);
    expect(stderr).toMatch(/log\.csv: 2 malformed rows\n/);
    expect(stderr).toMatch(/row 2, line 3: seconds must .*"x"/);
    expect(stderr).toMatch(/row 4, line 5: t must .*"soon"/);
  });

  it("without the column asked for says which ones there are", async () => {
    const folder = openFolder({ "logged.yaml": LOGGED, "log.csv": "t,second\n0,1\n" });
    expect(await refuse(folder, ["simulate", "logged.yaml"])).toMatch(
      /no column "seconds", only "t", "second"; did you mean "second"\?/,
    );
  });
});

describe.concurrent("a workload", () => {
  it("in which nothing is measured is refused", async () => {
    const late = openFolder({ "logged.yaml": LOGGED, "log.csv": "t,seconds\n0,1\n3,1\n" });
    const args = ["logged.yaml", "--set", "run.warmup=4s"];
    for (const command of ["run", "simulate"]) {
      expect(await refuse(late, [command, ...args])).toMatch(
        /^no request arrives after run\.warmup \(4 s\): the last one comes at 3 s; /,
      );
    }
  });

  it("that stays empty is refused, by every number of threads", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const rare = ["--set", "workload.generate.arrivals.rate=0.001/s"];
    for (const jobs of ["1", "2"]) {
      const args = ["run", "random.yaml", ...rare, "--jobs", jobs];
      expect(await refuse(folder, args)).toMatch(/^the workload has no request in its 30 s; /);
    }
  });

  it("in which one of several settings measures nothing is refused", async () => {
    const folder = openFolder({ "random.yaml": RANDOM });
    const sets = [
      "workload.generate.arrivals.rate=0.1/s",
      "run.warmup=0s",
      "sweep={run.warmup: [0s, 29.9s]}",
    ];
    const args = ["run", "random.yaml", ...sets.flatMap((set) => ["--set", set]), "--jobs", "2"];
    expect(await refuse(folder, args)).toMatch(/^no request arrives after run\.warmup \(29\.9 s\)/);
  });
});

describe.concurrent("the output folder", () => {
  it("that can't be made is named, and nothing is left behind", async () => {
    const folder = openFolder({ "steady.yaml": STEADY, file: "a file\n" });
    expect(await refuse(folder, ["run", "steady.yaml", "--out", "file"])).toMatch(
      /^--out must name a folder, got the file file$/m,
    );
    expect(await refuse(folder, ["run", "steady.yaml", "--out", "file/below"])).toMatch(
      /^--out must name a folder, got file\/below, beneath the file file$/m,
    );
    const requests = ["--replicas", "2", "--requests", "file/r.csv"];
    expect(await refuse(folder, ["simulate", "steady.yaml", ...requests])).toMatch(
      /^can't write file\/r\.csv: /,
    );
    expect(folder.read("file")).toBe("a file\n");
  });

  it.skipIf(!existsSync("/proc/self"))("is refused where the system makes no folder", async () => {
    const folder = openFolder({ "steady.yaml": STEADY });
    expect(await refuse(folder, ["run", "steady.yaml", "--out", "/proc/tailcap"])).toMatch(
      /^can't write into \/proc\/tailcap: ENOENT.*; name another folder with --out$/m,
    );
  });
});
