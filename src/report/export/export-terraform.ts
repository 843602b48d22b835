import type { AutoscalerSection } from "../../scenario/autoscaler-section.ts";
import { exportedCost, HOURS_TEXT, type Exportable } from "./exportable.ts";
import { hclExpression, type HclValue } from "./hcl.ts";
import { provenanceLines } from "./provenance.ts";

/** Values of variables, by name. */
export type TerraformVariables = Readonly<Record<string, HclValue>>;

/**
 * A choice as values of Terraform variables: what the fleet is, what it costs, between which bounds
 * it scales, and where the numbers come from.
 *
 */
export function terraformVariables(exportable: Exportable): TerraformVariables {
  const { autoscaler, choice, name, namespace, result, spare } = exportable;
  const { scenario } = result;
  const cost = exportedCost(exportable);
  return {
    tailcap_name: name,
    tailcap_namespace: namespace,
    tailcap_replicas: choice.replicas + (autoscaler === null ? spare : 0),
    tailcap_cost_per_hour: cost?.costPerHour ?? null,
    tailcap_cost_per_month: cost?.costPerMonth ?? null,
    tailcap_price_per_replica_hour: scenario.fleet.price,
    tailcap_autoscaling: autoscaler === null ? null : autoscalingOf(autoscaler),
    tailcap_autoscaler_json: autoscaler === null ? null : JSON.stringify(autoscaler),
    tailcap_settings_json: JSON.stringify(choice.settings),
    tailcap_provenance: {
      tailcap: result.tailcap,
      scenario: scenario.name,
      scenario_sha256: result.scenarioSha256,
      seed: scenario.seed,
      reason: choice.reason,
    },
  };
}

/** Bounds under one name, whatever the product calls them; `max` is null for no limit. */
function autoscalingOf(autoscaler: AutoscalerSection): HclValue {
  const { kind } = autoscaler;
  switch (autoscaler.kind) {
    case "hpa": {
      const { initial, maxReplicas: max, minReplicas: min } = autoscaler;
      return { kind, min, max, initial };
    }
    case "keda": {
      const { initial, maxReplicaCount: max, minReplicaCount: min } = autoscaler;
      return { kind, min, max, initial };
    }
    case "knative": {
      const { initialScale: initial, maxScale: max, minScale: min } = autoscaler;
      return { kind, min, max, initial };
    }
    case "ray-serve": {
      const { initialReplicas: initial, maxReplicas: max, minReplicas: min } = autoscaler;
      return { kind, min, max, initial };
    }
    case "predictive": {
      const { initial, max, min } = autoscaler;
      return { kind, min, max, initial };
    }
    case "schedule": {
      const counts = autoscaler.points.map(([, replicas]) => replicas);
      const [first] = autoscaler.points;
      // Before the first point the last one of the period before still holds.
      const initial = first[0] === 0 ? first[1] : counts[counts.length - 1];
      return { kind, min: Math.min(...counts), max: Math.max(...counts), initial };
    }
  }
}

/** Variables as a `.auto.tfvars` file, with the provenance in comments. */
export function renderTfvars(exportable: Exportable): string {
  const variables = Object.entries(terraformVariables(exportable));
  const comments = [...provenanceLines(exportable), HOURS_TEXT].map((line) => `# ${line}\n`);
  const lines = variables.map(([name, value]) => `${name} = ${hclExpression(value)}\n`);
  return `${comments.join("")}\n${lines.join("")}`;
}

/**
 * The same as a `.auto.tfvars.json` file; a key `//` is a comment to Terraform.
 *
 * @see https://github.com/hashicorp/hcl/blob/main/json/structure.go (2.24, 2025)
 */
export function renderTfvarsJson(exportable: Exportable): string {
  const comment = [...provenanceLines(exportable), HOURS_TEXT].join("\n");
  return `${JSON.stringify({ "//": comment, ...terraformVariables(exportable) }, null, 2)}\n`;
}
