import { describe, expect, it } from "vitest";
import { parseScenario, type ParsedScenario } from "../../src/scenario/parse-scenario.ts";
import type { Problem } from "../../src/scenario/scenario-error.ts";
import { MINIMAL } from "./example.ts";
import { edit, problemsOf, splitMark } from "./problems.ts";

/** The first problem of a text that can't be read as it is. */
function firstProblem(text: string): Problem {
  return problemsOf(text)[0];
}

function read(text: string): ParsedScenario {
  return parseScenario(text, { file: "s.yaml", sets: [], seed: null });
}

describe("hostile documents", () => {
  it.each<[string, string, string, string | null]>([
    ["an empty file", "‸", "the document must not be empty", "name: my-service"],
    ["a file of comments", "‸# nothing\n", "the document must not be empty", "name: my-service"],
    ["a scalar", "‸hello", 'the scenario must be a mapping, got "hello"', "its keys: name"],
    ["a list", "‸[1, 2]", "the scenario must be a mapping, got [1, 2]", "its keys: name"],
    ["an explicit null", "‸~", "the scenario must be a mapping, got nothing", "its keys: name"],
    ["a tab for indentation", "name:\n‸\tx: 1", "not valid YAML: tabs are not allowed", "spaces"],
    ["an open bracket", "name: [1, 2‸", "not valid YAML: flow sequence", null],
    ["a second document", `${MINIMAL}‸---\nname: b\n`, "must hold one document", "---"],
    ["a custom tag", "name: ‸!!js/function 'x'", "tags are not allowed: unresolved tag", "plain"],
    ["a local tag", "name: ‸!secret x", "tags are not allowed: unresolved tag: !secret", "plain"],
    [
      "a binary tag",
      edit(MINIMAL, "name: tiny", "name: !!binary ‸aGk="),
      "tags are not allowed, got tag:yaml.org,2002:binary",
      "plain",
    ],
    [
      "a set",
      edit(MINIMAL, "slo:", "client: !!set ‸{timeout}\nslo:"),
      "tags are not allowed, got tag:yaml.org,2002:set",
      "plain",
    ],
    ["YAML 1.1", "‸%YAML 1.1\n---\nname: yes\n", "must be YAML 1.2, got %YAML 1.1", "remove"],
    ["an unknown directive", "‸%FOO bar\n---\nname: a\n", "unknown directive", null],
    ["a duplicate key", `${MINIMAL}‸name: again\n`, "name is given twice in one mapping", "remove"],
    [
      "a duplicate key below",
      edit(MINIMAL, "  price: $1/h", "  price: $1/h\n  ‸price: $2/h"),
      "fleet.price is given twice",
      "remove",
    ],
    [
      "a prototype key",
      `${MINIMAL}‸__proto__: {polluted: 1}\n`,
      "__proto__ is not a known key",
      "remove",
    ],
    [
      "a constructor key",
      edit(MINIMAL, "  price: $1/h", "  price: $1/h\n  ‸constructor: 1"),
      "fleet.constructor is not a known key",
      "remove",
    ],
    ["a list as a key", `${MINIMAL}? ‸[a, b]\n: 1\n`, "a key must be a plain word", "single word"],
    ["a missing key name", `${MINIMAL}‸: 1\n`, "a key must be a plain word", "single word"],
    [
      "an alias without an anchor",
      edit(MINIMAL, "price: $1/h", "price: ‸*cost"),
      "the alias *cost has no anchor &cost before it",
      "quotes",
    ],
    [
      "a misspelled alias",
      edit(edit(MINIMAL, "duration: 10m", "duration: &span 10m"), "slo:", "slo:\n  window: ‸*spam"),
      "the alias *spam has no anchor",
      "did you mean *span?",
    ],
    [
      "an alias inside its own anchor",
      edit(MINIMAL, "time: 20ms", "time: &t {base: ‸*t}"),
      "the alias *t has no anchor",
      "quotes",
    ],
    [
      "a merge of a scalar",
      edit(MINIMAL, "price: $1/h", "price: $1/h\n  ‸<<: 3"),
      "<< must merge a mapping",
      "<<: *defaults",
    ],
    [
      "nesting too deep",
      `name: ${"[".repeat(64)}‸[`,
      "values must be nested at most 64 deep",
      "bracket",
    ],
    [
      "an endless open bracket",
      `${"[".repeat(65)}‸${"[".repeat(50_000)}`,
      "nested at most 64 deep",
      "bracket",
    ],
    [
      "endless dashes",
      `${"- ".repeat(65)}‸${"- ".repeat(50_000)}`,
      "nested at most 64 deep",
      "dash",
    ],
    [
      "endless mappings",
      `${"{a: ".repeat(65).slice(0, -1)} ‸${"{a: ".repeat(5000)}`,
      "nested at most 64 deep",
      "bracket",
    ],
    [
      "too much text",
      `‸${"#".repeat(1_048_577)}`,
      "must be at most 1 MiB of text, got 1,048,577 characters",
      "trace file",
    ],
  ])("refuses %s", (_, marked, message, hint) => {
    const { text, line, column } = splitMark(marked);
    const problem = firstProblem(text);
    expect(problem.message).toContain(message);
    expect([problem.line, problem.column]).toEqual([line, column]);
    if (hint === null) expect(problem.hint).toBeNull();
    else expect(problem.hint).toContain(hint);
  });

  it("bounds what aliases expand to", () => {
    const rows = ["x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"];
    for (let level = 1; level <= 9; level++) {
      const aliases = Array.from({ length: 10 }, () => `*x${level - 1}`).join(", ");
      rows.push(`x${level}: &x${level} [${aliases}]`);
    }
    const sizes = problemsOf(rows.join("\n")).filter(({ code }) => code === "too-large");
    expect(sizes).toHaveLength(1);
    expect(sizes[0].message).toBe(
      "the document must expand to at most 1,000,000 values, aliases included",
    );
    // x5 holds 10⁶ ones and the lists around them.
    expect(sizes[0].path).toBe("x5");
  });

  it("bounds what merge keys expand to", () => {
    const keys = Array.from({ length: 2000 }, (_, key) => `k${key}: 1`).join(", ");
    const merges = Array.from({ length: 2000 }, (_, row) => `m${row}: {<<: *all}`);
    const problems = problemsOf([`all: &all {${keys}}`, ...merges].join("\n"));
    expect(problems.filter(({ code }) => code === "too-large")).toHaveLength(1);
  });

  it("does not let a document reach the prototype of objects", () => {
    problemsOf(`${MINIMAL}__proto__: {polluted: 1}\n`);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("says of an unreadable value only why it can't be read", () => {
    const problems = problemsOf(edit(MINIMAL, "price: $1/h", "price: *cost"));
    expect(problems.map(({ code }) => code)).toEqual(["yaml"]);
  });
});

describe("YAML that is allowed", () => {
  it("resolves anchors and aliases", () => {
    const text = edit(
      edit(MINIMAL, "duration: 10m", "duration: &span 10m"),
      "slo:",
      "slo:\n  window: *span",
    );
    expect(read(text).scenario.slo.window).toBe(600);
  });

  it("lets the keys of a mapping win over merged ones, and earlier merges over later ones", () => {
    const text = edit(
      MINIMAL,
      "fleet:\n  replicas: 2\n  price: $1/h\n",
      "fleet:\n  <<: [{price: $3/h}, {price: $4/h, queueLimit: 7}]\n  replicas: 2\n",
    );
    expect(read(text).scenario.fleet).toMatchObject({ price: 3, queueLimit: 7 });
    const overridden = edit(text, "  replicas: 2", "  replicas: 2\n  price: $1/h");
    expect(read(overridden).scenario.fleet.price).toBe(1);
  });

  it("places a problem of a merged value where it was written", () => {
    const { text, line, column } = splitMark(edit(MINIMAL, "  price: $1/h", "  <<: {price: ‸7}"));
    expect(problemsOf(text)).toMatchObject([{ path: "fleet.price", line, column }]);
  });

  it("takes a byte order mark, Windows line ends and standard tags", () => {
    const text = edit(MINIMAL, "name: tiny", "name: !!str 12").replaceAll("\n", "\r\n");
    expect(read(`\uFEFF${text}`).scenario.name).toBe("12");
  });

  it("keeps words that older YAML reads as booleans or times", () => {
    expect(read(edit(MINIMAL, "name: tiny", "name: no")).scenario.name).toBe("no");
    expect(
      read(edit(MINIMAL, "name: tiny", "name: tiny\ndescription: 12:30")).scenario,
    ).toMatchObject({
      description: "12:30",
    });
  });
});
