import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { parseRule } from "../../src/plan/compare/parse-rule.ts";
import { commentMarker } from "../../src/report/compare/comparison-markdown.ts";

const DOCUMENT = readFileSync(new URL("../../docs/compare.md", import.meta.url), "utf8");
const [, RECIPE] = /^```yaml\n([\s\S]*?)^```$/m.exec(DOCUMENT) ?? [];

interface Workflow {
  readonly on: { readonly pull_request: { readonly paths: readonly string[] } };
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: {
    readonly compare: {
      readonly steps: readonly {
        readonly name?: string;
        readonly run?: string;
        readonly with?: Readonly<Record<string, unknown>>;
      }[];
    };
  };
}

function workflow(): Workflow {
  const document = parseDocument(RECIPE);
  expect(document.errors).toEqual([]);
  expect(document.warnings).toEqual([]);
  return document.toJS();
}

describe("the recipe for pull requests", () => {
  it("is YAML that may write comments and compares before it does", () => {
    const { jobs, permissions } = workflow();
    expect(permissions).toEqual({ contents: "read", "pull-requests": "write" });
    expect(jobs.compare.steps.map(({ name }) => name).filter(Boolean)).toEqual([
      "Build tailcap",
      "Compare",
      "Write the one comment",
      "Fail if a rule holds",
    ]);
  });

  it("runs the program that it built from a pinned clone, and no package of a registry", () => {
    const { steps } = workflow().jobs.compare;
    const clone = steps.find((step) => step.with?.["repository"] !== undefined);
    expect(clone?.with).toEqual({ repository: "OWNER/tailcap", ref: "COMMIT", path: "tailcap" });
    const scripts = steps.map(({ run }) => run ?? "").join("\n");
    expect(scripts).toContain("npm ci && npm run build && npm link");
    expect(scripts).not.toMatch(/npx|npm (?:exec|install)/);
  });

  it("gives no text of a pull request to a shell", () => {
    for (const { run } of workflow().jobs.compare.steps) expect(run ?? "").not.toContain("${{");
  });

  it("names rules that are read", () => {
    const rules = [...DOCUMENT.matchAll(/--fail-on '([^']+)'/g)].map(([, rule]) => rule);
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) expect(parseRule(rule)).toHaveProperty("rule");
  });

  it("looks for a marker that is safe between quotes", () => {
    expect(commentMarker("chat-burst")).not.toMatch(/["\\$`]/);
    const shown = commentMarker("name").replace("name", "NAME");
    expect(DOCUMENT).toContain(`\`${shown}\``);
  });
});
