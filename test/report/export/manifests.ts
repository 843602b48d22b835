import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1";
import { Service } from "@kubernetes-models/knative/serving.knative.dev/v1";
import { Deployment } from "kubernetes-models/apps/v1";
import { HorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { ConfigMap } from "kubernetes-models/v1";
import { exportK8s } from "../../../src/report/export/export-k8s.ts";
import type { Exportable, Manifest } from "../../../src/report/export/exportable.ts";

/** What tests read of an object. */
export interface Body {
  readonly kind?: string;
  readonly spec: Record<string, unknown>;
}

/** The documents of an export that has no problem. */
export function manifestsOf(given: Exportable): readonly Manifest[] {
  const exported = exportK8s(given);
  if ("problem" in exported) throw new Error(exported.problem);
  return exported.manifests;
}

/** Their objects, as a parser would see them. */
export function bodiesOf(given: Exportable): readonly Body[] {
  return manifestsOf(given).map(({ body }) => JSON.parse(JSON.stringify(body)));
}

/** All comments, a line each. */
export function commentsOf(given: Exportable): string {
  return manifestsOf(given)
    .flatMap(({ comments }) => comments)
    .join("\n");
}

/**
 * Checks an object against the schema that its project publishes.
 *
 * @throws Error where it does not fit.
 */
export function validate(body: object): void {
  const data = JSON.parse(JSON.stringify(body));
  const { kind, spec } = data;
  switch (kind) {
    case "HorizontalPodAutoscaler":
      return new HorizontalPodAutoscaler(data).validate();
    case "ScaledObject":
      return new ScaledObject(data).validate();
    case "PodDisruptionBudget":
      return new PodDisruptionBudget(data).validate();
    case "ConfigMap":
      return new ConfigMap(data).validate();
    case "Service":
      return new Service(data).validate();
    case "Deployment": {
      // A patch is valid if the object it is merged into still is.
      const selector = { matchLabels: { app: "chat" } };
      const containers = [{ name: "chat", image: "chat:1" }];
      const template = { metadata: { labels: { app: "chat" } }, spec: { containers } };
      return new Deployment({ ...data, spec: { selector, template, ...spec } }).validate();
    }
    default:
      throw new Error(`no schema for ${kind}`);
  }
}
