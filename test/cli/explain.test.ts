import { existsSync, readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";
import { allPages, pagesOf } from "../../src/cli/explain/documentation.ts";
import { firstSentence, keysOf, type Field } from "../../src/cli/explain/field.ts";
import { findResultField, resultPaths } from "../../src/cli/explain/result-field.ts";
import { findScenarioField, scenarioPaths } from "../../src/cli/explain/scenario-field.ts";
import { scenarioJsonSchema } from "../../src/scenario/json-schema.ts";
import { RANDOM } from "./scenarios.ts";
import { openFolder } from "./tailcap.ts";

const schema = scenarioJsonSchema();

function fieldOf(where: "scenario" | "result", path: string): Field {
  const lookup = where === "result" ? findResultField(path) : findScenarioField(schema, path);
  if (!("field" in lookup)) throw new Error(`no ${path}: ${lookup.known} has no ${lookup.unknown}`);
  return lookup.field;
}

/** Paths of everything in a value, without places in lists; keys that are data are left out. */
function pathsIn(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
  if (typeof value !== "object" || value === null) return [path];
  const isData = /(?:^|\.)(?:settings|sweep)$/u.test(path);
  const below = Object.entries(value).flatMap(([key, item]) =>
    pathsIn(item, path === "" ? key : `${path}.${key}`),
  );
  return isData ? [path] : [path, ...below].filter((one) => one !== "");
}

describe("an explanation of the scenario file", () => {
  it("has a meaning, a form and a page for every key there is", () => {
    const paths = scenarioPaths(schema);
    expect(paths.size).toBeGreaterThan(200);
    for (const path of paths) {
      const { facts, meanings } = fieldOf("scenario", path);
      expect(meanings, path).not.toEqual([]);
      const [[, value]] = facts;
      expect(value, path).not.toMatch(/^$|undefined|text like/u);
    }
  });

  it("tells units, defaults and examples as they are written", () => {
    const { facts, meanings } = fieldOf("scenario", "slo.confidence");
    expect(meanings).toEqual(["Confidence of the intervals and of the choice."]);
    expect(facts).toEqual([
      ["value", "a percentage such as 99.9%"],
      ["default", "95%"],
      ["example", "95%"],
    ]);
    const values = (path: string): string | undefined =>
      fieldOf("scenario", path).facts.find(([name]) => name === "value")?.[1];
    expect(values("fleet.price")).toContain("dollars per hour such as $4.10/h");
    expect(values("fleet.router")).toContain("least-outstanding");
    expect(values("client.cancel")).toBe("true or false");
    expect(values("fleet.autoscaler")).toBe(
      "keys of its own with kind: hpa | keda | knative | ray-serve | schedule | predictive",
    );
  });

  it("tells which kinds have a key that not all have", () => {
    const { keys } = fieldOf("scenario", "fleet.autoscaler");
    const meaning = (name: string): string | undefined =>
      keys.find((key) => key.name === name)?.meaning;
    expect(meaning("kind")).toBe("hpa | keda | knative | ray-serve | schedule | predictive");
    expect(meaning("pollingInterval")).toMatch(/^\(keda\) Time between looks/u);
    expect(meaning("syncPeriod")).toMatch(/^\(hpa, keda\) /u);
  });

  it("says what tells the forms apart once, with all of them", () => {
    const { facts, meanings } = fieldOf("scenario", "fleet.autoscaler.kind");
    expect(meanings).toEqual([
      "The autoscaler: hpa, keda, knative, ray-serve, schedule or predictive.",
    ]);
    expect(facts[0]).toEqual(["value", "hpa | keda | knative | ray-serve | schedule | predictive"]);
    expect(fieldOf("scenario", "service.kind").meanings).toEqual([
      "The kind of service: serial, batch or continuous.",
    ]);
    // What the forms measure is said of each.
    expect(fieldOf("scenario", "fleet.autoscaler.metrics.signal").meanings).toHaveLength(5);
  });

  it("finds keys below lists and below names of one's own", () => {
    expect(fieldOf("scenario", "slo.objectives[0].within").path).toBe("slo.objectives.within");
    const own = fieldOf("scenario", "workload.classes.interactive.generate.duration");
    expect(own.meanings).toEqual(["Arrivals fall before this."]);
  });
});

describe("an explanation of result.json", () => {
  it("has a meaning for everything in a result, from the doc comments of its types", async () => {
    const folder = openFolder({ "s.yaml": `${RANDOM}sweep: {client.timeout: [1s, 2s]}\n` });
    const result = await folder.result(["run", "s.yaml", "--headroom"]);
    const paths = new Set(pathsIn(result));
    expect(paths.size).toBeGreaterThan(300);
    for (const path of paths) {
      const { facts, meanings } = fieldOf("result", path);
      expect(meanings, path).not.toEqual([]);
      expect(facts[0][1], path).not.toBe("");
    }
  });

  it("says what the comment in the source does, with what kind of value it is", () => {
    const source = readFileSync(new URL("../../src/plan/result.ts", import.meta.url), "utf8");
    const { facts, meanings } = fieldOf("result", "points.drainTime");
    expect(source.replaceAll(/\s+\*?\s*/gu, " ")).toContain(meanings[0]);
    expect(facts).toEqual([["value", "number"]]);
    expect(fieldOf("result", "points[2].objectives.verdict").facts).toEqual([
      ["value", "met | missed | undecided | insufficient"],
    ]);
    expect(fieldOf("result", "points.objectives.interval").facts).toEqual([
      ["value", "[low, high], or null"],
    ]);
    expect(fieldOf("result", "points").keys.map(({ name }) => name)).toContain("costLedger");
  });

  it("knows the names of every figure that limits are judged by", async () => {
    const folder = openFolder({ "s.yaml": RANDOM });
    const { limits } = await folder.result(["run", "s.yaml", "--set", "client.timeout=1s"]);
    const names = limits.limits.flatMap(({ evidence }) => Object.keys(evidence));
    expect(names).toContain("timedOut");
    const known = fieldOf("result", "limits.limits.evidence").keys.map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining(names));
  });

  it("gives a part without words of its own those of the whole", () => {
    const [whole] = fieldOf("result", "points.settings").meanings;
    expect(fieldOf("result", "points.settings.maxBatch").meanings).toEqual([
      `Part of points.settings: ${whole}`,
    ]);
  });
});

describe("pages to read on", () => {
  it("exist, with the sections that are linked to", () => {
    for (const page of allPages()) {
      const [file, section] = page.split("#");
      const url = new URL(`../../${file}`, import.meta.url);
      expect(existsSync(url), page).toBe(true);
      if (section === undefined) continue;
      const headings = Array.from(readFileSync(url, "utf8").matchAll(/^#+ (.*)$/gmu), ([, text]) =>
        text
          .toLowerCase()
          .replaceAll(/[^\w\- ]/gu, "")
          .replaceAll(" ", "-"),
      );
      expect(headings, page).toContain(section);
    }
  });

  it("are those of the nearest part that has some", () => {
    expect(pagesOf("scenario", "fleet.failures.spot.life")).toEqual(
      pagesOf("scenario", "fleet.failures"),
    );
    expect(pagesOf("result", "scenario.fleet.failures")).toEqual(
      pagesOf("scenario", "fleet.failures"),
    );
    const tops = [...resultPaths()].filter((path) => !path.includes(".") && path !== "scenario");
    const own = tops.filter((path) => pagesOf("result", path) !== pagesOf("result", ""));
    expect(own.length).toBeGreaterThan(12);
  });
});

describe("paths", () => {
  it("go without places in lists", () => {
    expect(keysOf("a[0].b.1.c")).toEqual(["a", "b", "c"]);
    expect(keysOf("")).toEqual([]);
  });

  it("are listed with the first sentence of what they mean", () => {
    expect(firstSentence("Share of p99.9 values. More.")).toBe("Share of p99.9 values.");
    expect(firstSentence("Null; or not")).toBe("Null.");
    expect(firstSentence("no stop")).toBe("no stop");
  });
});

describe.concurrent("tailcap explain", () => {
  const folder = openFolder();

  it("lists the top of both without a field", async () => {
    const { code, stdout } = await folder.tailcap(["explain"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^the scenario file\n[^]*\n {2}slo +What must hold\.\n/u);
    expect(stdout).toMatch(/\nresult\.json\n[^]*\n {2}points +One entry a configuration/u);
  });

  it("explains a name that both have twice", async () => {
    const { stdout } = await folder.tailcap(["explain", "workload"]);
    expect(stdout).toContain("workload, in the scenario file\n");
    expect(stdout).toContain("workload, in result.json\n");
  });

  it.each([
    ["confidence", "slo.confidence, in the scenario file\n", null],
    ["ledger.idle", "points.ledger.idle, in result.json\n", null],
    [
      "offeredLoad",
      "limits.limits.evidence.offeredLoad, in result.json\n",
      "the same stands at headroom.growth.breaks.limits.limits.evidence.offeredLoad\n",
    ],
    ["busy", "limits.limits.evidence.busy, in result.json\n", null],
  ])("explains %s without its path, as it stands at one place", async (field, start, end) => {
    const { code, stderr, stdout } = await folder.tailcap(["explain", field]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.startsWith(start)).toBe(true);
    if (end !== null) expect(stdout.endsWith(end)).toBe(true);
  });

  it("lists the places of a name that stands at several", async () => {
    const { code, stderr, stdout } = await folder.tailcap(["explain", "kind"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^kind stands at several places; name one of them: /u);
    expect(stderr).toContain("service.kind, ");
    expect(stderr).toContain("fleet.autoscaler.kind");
    const many = await folder.tailcap(["explain", "replicas"]);
    expect(many.stderr).toMatch(/fleet\.replicas, .*, and at \d+ more\n$/u);
  });

  it.each([
    ["slo.confidance", "did you mean slo.confidence?"],
    ["points.ledger.idel", "did you mean points.ledger.idle?"],
    ["qqqqqqqq", "at the top are name, description, seed"],
    ["__proto__", "at the top are name"],
    ["constructor.prototype", "at the top are name"],
  ])("refuses %s with what comes near", async (field, hint) => {
    const { code, stderr, stdout } = await folder.tailcap(["explain", field]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`has a field ${field}\n${hint}`);
  });
});
