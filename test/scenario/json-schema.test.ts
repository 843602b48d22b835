import { describe, expect, it } from "vitest";
import { scenarioJsonSchema } from "../../src/scenario/json-schema.ts";
import { isMapping } from "../../src/scenario/mapping.ts";

type Schema = Readonly<Record<string, unknown>>;

const schema = scenarioJsonSchema();

/** Every property in a schema, with its path. */
function* propertiesOf(node: unknown, path = ""): Generator<[path: string, property: Schema]> {
  if (!isMapping(node)) return;
  const { properties, anyOf, items, patternProperties } = node;
  for (const [key, property] of Object.entries(properties ?? {})) {
    if (!isMapping(property)) expect.fail(`${path}.${key} has no schema`);
    yield [`${path}.${key}`, property];
    yield* propertiesOf(property, `${path}.${key}`);
  }
  for (const part of Object.values(patternProperties ?? {})) yield* propertiesOf(part, path);
  for (const part of [anyOf, items].flat()) yield* propertiesOf(part, path);
}

describe("scenarioJsonSchema", () => {
  it("is draft-07 and requires what a scenario requires", () => {
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      required: ["name", "workload", "service", "fleet", "slo"],
      additionalProperties: false,
      properties: {
        fleet: { required: ["price"], additionalProperties: false },
        slo: { additionalProperties: false },
        workload: {
          anyOf: [
            { required: ["trace"] },
            { required: ["generate"] },
            { required: ["users"] },
            { required: ["classes"] },
            { properties: { prometheus: {} } },
            { required: ["preset"] },
          ],
        },
      },
    });
  });

  it("describes every key, with an example or a closed list of values", () => {
    const bare = [...propertiesOf(schema)].filter(([, property]) => {
      const isShown = ["examples", "const", "enum"].some((key) => key in property);
      return typeof property["description"] !== "string" || !isShown;
    });
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it("shows defaults as they are written", () => {
    const defaults = Object.fromEntries(
      [...propertiesOf(schema)]
        .filter(([, property]) => "default" in property)
        .map(([path, property]) => [path, property["default"]]),
    );
    expect(defaults).toMatchObject({
      ".seed": 1,
      ".fleet.router": "least-outstanding",
      ".slo.confidence": "95%",
      ".slo.window": "30d",
      ".run.resamples": 200,
      ".slo.budgeting": "occurrences",
      ".slo.timeSlice.window": "1m",
      ".sensitivity.burstiness": "30%",
      ".jobs.recovery": "restart",
      ".jobs.failsAt": "100%",
      ".service.concurrency": 1,
      ".service.maxWait": "0s",
      ".service.kvCache.blockSize": 16,
      ".service.requestOverhead": "0s",
    });
  });

  it("gives quantities a pattern that takes their examples", () => {
    for (const [path, property] of propertiesOf(schema)) {
      const { pattern, examples } = property;
      if (typeof pattern !== "string" || !Array.isArray(examples)) continue;
      for (const example of examples) expect(String(example), path).toMatch(new RegExp(pattern));
    }
  });

  it("allows percentile keys by pattern", () => {
    const percentile = "^p(?:[0-9]{1,2}(?:\\.[0-9]+)?|[0-9]{3,})$";
    expect(schema).toMatchObject({
      properties: {
        slo: {
          properties: {
            objectives: {
              items: {
                anyOf: [
                  { required: ["metric", "within", "target"] },
                  {
                    patternProperties: { [percentile]: { type: "string" } },
                    additionalProperties: false,
                  },
                ],
              },
            },
          },
        },
      },
    });
  });
});
