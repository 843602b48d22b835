import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";
import {
  renderTfvars,
  renderTfvarsJson,
  terraformVariables,
} from "../../../src/report/export/export-terraform.ts";
import { hclExpression, hclString } from "../../../src/report/export/hcl.ts";
import { exportable } from "./exportables.ts";

const DOCUMENTED = readFileSync(new URL("../../../docs/exports.md", import.meta.url), "utf8");

/** The variables that docs/exports.md declares, with their types. */
function declaredVariables(): ReadonlyMap<string, string> {
  const blocks = DOCUMENTED.matchAll(/^variable "(\w+)" \{\n {2}type += (.+)$/gmu);
  return new Map(Array.from(blocks, ([, name, type]) => [name, type]));
}

/** Whether a value is of a type of Terraform; null is of every type. */
function isOfType(value: unknown, type: string): boolean {
  if (value === null) return true;
  if (!type.startsWith("object(")) return typeof value === type;
  const fields = Array.from(type.matchAll(/(\w+) *= *(string|number)/gu));
  const names = fields.map(([, name]) => name).sort();
  const given: Record<string, unknown> = JSON.parse(JSON.stringify(value));
  return (
    JSON.stringify(Object.keys(given).sort()) === JSON.stringify(names) &&
    fields.every(([, name, kind]) => given[name] === null || typeof given[name] === kind)
  );
}

const AUTOSCALERS = [
  { kind: "hpa", minReplicas: 2, maxReplicas: 9 },
  { kind: "keda", maxReplicaCount: 9, metrics: [{ signal: "queue", target: 5 }] },
  { kind: "knative" },
  { kind: "ray-serve", maxReplicas: 9 },
  { kind: "predictive", max: 9, perReplica: "12/s" },
  { kind: "schedule", points: [["1h", 9]] },
];

describe("values of Terraform variables", () => {
  it.each([undefined, ...AUTOSCALERS])("are as the documentation declares them for %j", (own) => {
    const declared = declaredVariables();
    const values = terraformVariables(exportable({ autoscaler: own }));
    expect(Object.keys(values)).toEqual([...declared.keys()]);
    for (const [name, type] of declared) {
      expect(isOfType(values[name], type), `${name} = ${JSON.stringify(values[name])}`).toBe(true);
    }
  });

  it("have the same bounds for every autoscaler, whatever it calls them", () => {
    const bounds = AUTOSCALERS.map(
      (autoscaler) => terraformVariables(exportable({ autoscaler }))["tailcap_autoscaling"],
    );
    expect(bounds).toEqual([
      { kind: "hpa", min: 2, max: 9, initial: 2 },
      { kind: "keda", min: 0, max: 9, initial: 0 },
      { kind: "knative", min: 0, max: null, initial: 1 },
      { kind: "ray-serve", min: 1, max: 9, initial: 1 },
      { kind: "predictive", min: 1, max: 9, initial: 1 },
      { kind: "schedule", min: 9, max: 9, initial: 9 },
    ]);
  });

  it("count spare replicas, at what they cost where that is known", () => {
    const needed = { replicas: 5, costPerHour: 10, costPerMonth: 7300, morePerHour: 2 };
    const redundancy = { replicas: 4, levels: [{ down: 1, verdict: "missed", needed }] };
    expect(terraformVariables(exportable({ spare: 1, redundancy }))).toMatchObject({
      tailcap_replicas: 5,
      tailcap_cost_per_hour: 10,
      tailcap_cost_per_month: 7300,
    });
    expect(terraformVariables(exportable({ spare: 3, redundancy }))).toMatchObject({
      tailcap_replicas: 7,
      tailcap_cost_per_hour: null,
      tailcap_cost_per_month: null,
    });
  });

  it("are the same in JSON, with the provenance under a key that Terraform skips", () => {
    const given = exportable({ autoscaler: AUTOSCALERS[1] });
    const { "//": comment, ...values } = JSON.parse(renderTfvarsJson(given));
    expect(values).toEqual(terraformVariables(given));
    expect(comment).toContain("From tailcap 0.1.0, scenario chat, seed 1,\nsha256 ab12.");
  });

  it("are an assignment each in HCL, below comments of one line each", () => {
    const reason = 'line\nevil = 1\u0085"${path.module}"';
    const text = renderTfvars(exportable({ choice: { ...exportable().choice, reason } }));
    const [comments, body] = text.split("\n\n");
    for (const line of comments.split("\n")) expect(line).toMatch(/^# /u);
    expect(comments).toContain('# Chosen: line evil = 1 "${path.module}".');
    expect(body.match(/^\w+(?= = )/gmu)).toEqual(Object.keys(terraformVariables(exportable())));
    expect(body).toContain('reason = "line\\nevil = 1\\u0085\\"$${path.module}\\""');
    expect(body).toContain("tailcap_replicas = 4\n");
    expect(body).toContain("tailcap_autoscaling = null\n");
  });
});

// Of the "Quoted Template" rules of HCL's syntax specification.
describe("text in HCL", () => {
  it.each([
    ["plain", '"plain"'],
    ['say "hi"', '"say \\"hi\\""'],
    ["C:\\tmp", '"C:\\\\tmp"'],
    ["a\nb\r\tc", '"a\\nb\\r\\tc"'],
    ["${var.x}", '"$${var.x}"'],
    ["%{ if true }", '"%%{ if true }"'],
    ["$ { % {", '"$ { % {"'],
    ["\u0000\u001b\u2028", '"\\u0000\\u001b\\u2028"'],
    ["\ud800x", '"\\ufffdx"'],
    ["≤ 300 ms \u{1f680}", '"≤ 300 ms \u{1f680}"'],
  ])("%j is written so that it means itself", (text, literal) => {
    expect(hclString(text)).toBe(literal);
  });

  it("is quoted as a key too, unless it is an identifier", () => {
    expect(hclExpression({ a_1: 1, "b c": "${x}", "": [] })).toBe(
      '{\n  a_1 = 1\n  "b c" = "$${x}"\n  "" = []\n}',
    );
    expect(hclExpression([1, { a: null }, true])).toBe(
      "[\n  1,\n  {\n    a = null\n  },\n  true,\n]",
    );
  });
});
