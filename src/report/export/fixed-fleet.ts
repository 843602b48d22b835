import { formatDollars, formatReplicas } from "../format.ts";
import { metadataOf, type Exportable, type Manifest } from "./exportable.ts";

/**
 * The part of a Deployment that says how many replicas it has.
 *
 * @param replicas - How many.
 */
export function fixedManifest(exportable: Exportable, replicas: number): Manifest {
  return {
    comments: [
      "Only the number of replicas: merge it into your Deployment, such as with",
      "kubectl apply --server-side --force-conflicts -f FILE, or as a patch of kustomize.",
    ],
    body: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadataOf(exportable),
      spec: { replicas },
    },
  };
}

/**
 * A fixed fleet: its count, and with spare replicas a budget that lets as many be evicted at once
 * as the SLO holds without.
 */
export function fixedManifests(exportable: Exportable): readonly Manifest[] {
  const { choice, result, spare } = exportable;
  const fleet = fixedManifest(exportable, choice.replicas + spare);
  if (spare === 0) {
    const oneMore = result.redundancy?.levels.find(({ down }) => down === 1)?.needed;
    const hint =
      oneMore === undefined
        ? []
        : [
            `With one replica out of service the SLO takes ${oneMore.replicas}: ${formatDollars(oneMore.morePerHour)}/h more`,
            "(--spare 1, which adds a PodDisruptionBudget).",
          ];
    return [{ ...fleet, comments: [...fleet.comments, ...hint] }];
  }
  const budget = {
    comments: [
      `The SLO holds with ${formatReplicas(choice.replicas)}, so ${spare} of ${choice.replicas + spare} may be evicted at once.`,
      "The label stands in for yours: select the pods of your Deployment.",
    ],
    body: {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: metadataOf(exportable),
      spec: {
        minAvailable: choice.replicas,
        selector: { matchLabels: { app: exportable.name } },
      },
    },
  };
  return [fleet, budget];
}
