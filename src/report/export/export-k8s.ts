import type { Exportable, Exported, Manifest } from "./exportable.ts";
import { fixedManifests } from "./fixed-fleet.ts";
import { hpaManifest } from "./hpa.ts";
import { kedaManifest, predictiveManifest } from "./keda.ts";
import { knativeManifests } from "./knative.ts";
import { objectNameProblem } from "./object-name.ts";
import { provenanceLines } from "./provenance.ts";
import { rayServeManifest } from "./ray-serve.ts";
import { scheduleManifests } from "./schedule.ts";

/**
 * A choice as objects of Kubernetes, or of the product whose autoscaler was simulated, with exactly
 * the simulated parameters; what has no counterpart there is said in comments.
 */
export function exportK8s(exportable: Exportable): Exported {
  const problem = nameProblem(exportable);
  if (problem !== null) return { problem };
  const exported = exportFleet(exportable);
  if ("problem" in exported) return exported;
  const [first, ...others] = exported.manifests;
  const comments = [...provenanceLines(exportable), ...otherLines(exportable), ...first.comments];
  return { manifests: [{ ...first, comments }, ...others] };
}

function exportFleet(exportable: Exportable): Exported {
  const { autoscaler } = exportable;
  switch (autoscaler?.kind) {
    case undefined:
      return { manifests: fixedManifests(exportable) };
    case "hpa":
      return one(hpaManifest(autoscaler, exportable));
    case "keda":
      return one(kedaManifest(autoscaler, exportable));
    case "knative":
      return { manifests: knativeManifests(autoscaler, exportable) };
    case "ray-serve":
      return one(rayServeManifest(autoscaler, exportable));
    case "schedule":
      return scheduleManifests(autoscaler, exportable);
    case "predictive":
      return one(predictiveManifest(autoscaler, exportable));
  }
}

function one(manifest: Manifest): Exported {
  return { manifests: [manifest] };
}

function nameProblem({ autoscaler, name, namespace }: Exportable): string | null {
  const rule = autoscaler?.kind === "knative" ? "dns-1035" : "dns-1123";
  const ofName = objectNameProblem(name, rule);
  if (ofName !== null) return `--name ${ofName}, got ${JSON.stringify(name)}`;
  const ofNamespace = namespace === null ? null : objectNameProblem(namespace, "dns-1123");
  return ofNamespace === null
    ? null
    : `--namespace ${ofNamespace}, got ${JSON.stringify(namespace)}`;
}

/** What else was chosen, or compared, and is not part of these objects. */
function otherLines({ choice, result }: Exportable): readonly string[] {
  const paths = Object.keys(choice.settings).filter((path) => !path.startsWith("fleet.autoscaler"));
  const cheapest = result.arrangements.find(({ isCheapest }) => isCheapest);
  return [
    ...(paths.length === 0
      ? []
      : ["The settings above are part of the choice: the service needs them too."]),
    ...(cheapest === undefined
      ? []
      : ["The result also compares ways to divide the fleet into pools: these are its one pool."]),
  ];
}
