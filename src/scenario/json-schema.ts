import * as z from "zod";
import { nodeForms } from "./node.ts";
import { scenarioSchema } from "./scenario-schema.ts";

type JsonSchema = Record<string, unknown>;

/**
 * The JSON Schema (draft-07) of a scenario file, for editors: generated from the definitions that
 * validate it, with a description and examples at every key. It shows the forms of values; limits
 * and rules between keys are left to validation.
 */
export function scenarioJsonSchema(): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "tailcap scenario",
    description: "Traffic, service, fleet and SLO of a capacity question.",
    ...schemaOf(scenarioSchema),
  };
}

function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: "input",
    target: "draft-07",
    override({ zodSchema, jsonSchema }) {
      const entry = nodeForms.get(zodSchema);
      if (entry) {
        Object.assign(jsonSchema, schemaOf(entry.form));
        if (entry.patterns) jsonSchema.patternProperties = patternsOf(entry.patterns);
      }
      // zod drops the examples of a schema that transforms its input; these are of the input.
      const examples = z.globalRegistry.get(zodSchema)?.["examples"];
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  }) as JsonSchema;
  return rest;
}

function patternsOf(
  patterns: Readonly<Record<string, z.ZodType>>,
): Record<string, z.core.JSONSchema.BaseSchema> {
  return Object.fromEntries(
    Object.entries(patterns).map(([pattern, schema]) => [pattern, schemaOf(schema)]),
  );
}
