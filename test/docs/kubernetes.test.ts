import { readFileSync } from "node:fs";
import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1";
import { Deployment } from "kubernetes-models/apps/v1";
import { Job } from "kubernetes-models/batch/v1";
import { Service } from "kubernetes-models/v1";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";

/** What checks an object against the published schema of its kind. */
type Check = (object: never) => { validate(): void };

const CHECKS: Readonly<Record<string, Check>> = {
  Deployment: (object) => new Deployment(object),
  Job: (object) => new Job(object),
  ScaledObject: (object) => new ScaledObject(object),
  Service: (object) => new Service(object),
};

describe.each([
  ["cluster.yaml", ["Service", "Deployment", "Deployment", "ScaledObject"]],
  ["shards.yaml", ["Job"]],
])("docs/kubernetes/%s", (name, kinds) => {
  const file = new URL(`../../docs/kubernetes/${name}`, import.meta.url);
  const documents = parseAllDocuments(readFileSync(file, "utf8"));
  const objects = documents.map((document) => document.toJS() as { kind: string });

  it("holds what it says", () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(objects.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("is valid by the published schemas", () => {
    for (const object of objects) CHECKS[object.kind](object as never).validate();
  });

  it("would not be with a field of the wrong type", () => {
    for (const object of objects) {
      const wrong = { ...object, spec: 7 };
      expect(() => CHECKS[object.kind](wrong as never).validate()).toThrow();
    }
  });
});
