import type { HpaSection, MetricSection } from "../../scenario/autoscaler-section.ts";
import { formatReplicas } from "../format.ts";
import { metadataOf, type Exportable, type Manifest } from "./exportable.ts";
import { behaviorOf, controllerLines } from "./hpa-behavior.ts";
import { wholeNumber } from "./provenance.ts";
import { isOfQueue, metricLines, signalSource } from "./signal-source.ts";

/**
 * A HorizontalPodAutoscaler with the bounds, metrics and behavior that were simulated.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export function hpaManifest(hpa: HpaSection, exportable: Exportable): Manifest {
  const notes: string[] = [];
  const metrics = hpa.metrics.map((metric, index) =>
    metricOf(metric, exportable, `Metric ${index + 1} (${metric.signal})`, notes),
  );
  const behavior = behaviorOf(hpa, true, notes);
  const { initial, maxReplicas, minReplicas } = hpa;
  return {
    comments: [
      `The simulation starts with ${formatReplicas(initial)}: the Deployment's own count until the first sync.`,
      ...controllerLines(hpa),
      ...notes,
    ],
    body: {
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: metadataOf(exportable),
      spec: {
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: exportable.name },
        minReplicas,
        maxReplicas,
        metrics,
        ...(behavior === undefined ? {} : { behavior }),
      },
    },
  };
}

function metricOf(
  metric: MetricSection,
  exportable: Exportable,
  label: string,
  notes: string[],
): object {
  const { signal, target } = metric;
  if (signal === "utilization" && exportable.result.scenario.service.kind === "serial") {
    const field = "averageUtilization";
    notes.push(
      `${label}: CPU use, the nearest that Kubernetes measures to the simulated busy share of slots.`,
      `  It is a share of the pod's CPU request: set that to what a full replica uses.`,
    );
    return {
      type: "Resource",
      resource: {
        name: "cpu",
        target: { type: "Utilization", [field]: wholeNumber(field, target * 100, notes, 1) },
      },
    };
  }
  const source = signalSource(metric, exportable);
  const { adapterName: name, query } = source;
  const averageValue = { type: "AverageValue", averageValue: String(target) };
  notes.push(...metricLines(label, metric, source));
  if (isOfQueue(signal, exportable)) {
    notes.push(
      `  ${name} stands in for what your metrics adapter calls, of the one queue:`,
      `  ${query}`,
      "  Its total is divided by the target, as simulated.",
    );
    return { type: "External", external: { metric: { name }, target: averageValue } };
  }
  notes.push(
    `  ${name} stands in for what your metrics adapter calls, pod by pod:`,
    `  ${query.replaceAll("sum(", "sum by (pod) (")}`,
  );
  return { type: "Pods", pods: { metric: { name }, target: averageValue } };
}
