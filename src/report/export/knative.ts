import type { KnativeSection } from "../../scenario/autoscaler-section.ts";
import { metadataOf, type Exportable, type Manifest } from "./exportable.ts";
import { secondsText, wholeNumber } from "./provenance.ts";

const PREFIX = "autoscaling.knative.dev";

/**
 * Annotations of a Knative Service, and the settings that hold for the whole cluster.
 *
 * @see https://knative.dev/docs/serving/autoscaling/ (Serving 1.18, 2025)
 */
export function knativeManifests(own: KnativeSection, exportable: Exportable): Manifest[] {
  const notes: string[] = [];
  const annotations = annotationsOf(own, notes);
  return [
    {
      comments: [
        "Only the annotations that decide the number of replicas: merge them into your Service.",
        ...(own.maxScale === null ? ["max-scale 0 is no limit."] : []),
        ...notes,
      ],
      body: {
        apiVersion: "serving.knative.dev/v1",
        kind: "Service",
        metadata: metadataOf(exportable),
        spec: { template: { metadata: { annotations } } },
      },
    },
    {
      comments: [
        "What an annotation can't say: these hold for every revision of the cluster.",
        "Not simulated: the activator, which buffers bursts (target-burst-capacity).",
      ],
      body: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "config-autoscaler", namespace: "knative-serving" },
        data: {
          "max-scale-up-rate": String(own.maxScaleUpRate),
          "max-scale-down-rate": String(own.maxScaleDownRate),
          "scale-to-zero-grace-period": secondsText(own.scaleToZeroGracePeriod),
          "enable-scale-to-zero": "true",
          // Without it a revision that is to start with none is refused.
          ...(own.initialScale === 0 ? { "allow-zero-initial-scale": "true" } : {}),
        },
      },
    },
  ];
}

function annotationsOf(own: KnativeSection, notes: string[]): Readonly<Record<string, string>> {
  const values = {
    class: `kpa.${PREFIX}`,
    metric: own.metric,
    target: String(own.target),
    "target-utilization-percentage": percentText(own.targetUtilization),
    "min-scale": String(own.minScale),
    "max-scale": String(own.maxScale ?? 0),
    "initial-scale": String(own.initialScale),
    window: wholeSeconds("window", own.stableWindow, notes),
    "panic-window-percentage": percentText(own.panicWindowPercentage),
    "panic-threshold-percentage": percentText(own.panicThresholdPercentage),
    "scale-down-delay": wholeSeconds("scale-down-delay", own.scaleDownDelay, notes),
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${PREFIX}/${name}`, value]),
  );
}

/** Knative refuses windows and delays finer than a second. */
function wholeSeconds(name: string, seconds: number, notes: string[]): string {
  return secondsText(wholeNumber(name, seconds, notes));
}

function percentText(share: number): string {
  return String(Number((share * 100).toPrecision(12)));
}
