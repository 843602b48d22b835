import { readFileSync } from "node:fs";
import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1";
import { Deployment } from "kubernetes-models/apps/v1";
import { Job } from "kubernetes-models/batch/v1";
import { Service } from "kubernetes-models/v1";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";

/** Checks an object against the published schema of its kind. */
function validate(object: object): void {
  const data = JSON.parse(JSON.stringify(object));
  const kinds = { Deployment, Job, ScaledObject, Service };
  const kind = Object.entries(kinds).find(([name]) => name === data.kind);
  if (kind === undefined) throw new Error(`no schema for ${data.kind}`);
  new kind[1](data).validate();
}

describe.each([
  ["cluster.yaml", ["Service", "Deployment", "Deployment", "ScaledObject"]],
  ["shards.yaml", ["Job"]],
])("docs/kubernetes/%s", (name, kinds) => {
  const file = new URL(`../../docs/kubernetes/${name}`, import.meta.url);
  const documents = parseAllDocuments(readFileSync(file, "utf8"));
  const objects = documents.map((document): { kind: string } => document.toJS());

  it("holds what it says", () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(objects.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("is valid by the published schemas", () => {
    for (const object of objects) validate(object);
  });

  it("would not be with a field of the wrong type", () => {
    for (const object of objects) {
      const wrong = { ...object, spec: 7 };
      expect(() => validate(wrong)).toThrow(/spec/);
    }
  });
});
