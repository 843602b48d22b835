import type {
  KedaSection,
  PredictiveSection,
  TriggerSection,
} from "../../scenario/autoscaler-section.ts";
import { formatReplicas } from "../format.ts";
import { metadataOf, type Exportable, type Manifest } from "./exportable.ts";
import { behaviorOf, controllerLines } from "./hpa-behavior.ts";
import { secondsText, wholeNumber } from "./provenance.ts";
import { metricLines, signalSource } from "./signal-source.ts";

/** What a ScaledObject has beside its target. */
export interface ScaledObjectSpec {
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly pollingInterval: number;
  readonly cooldownPeriod: number;
  readonly initialCooldownPeriod?: number;
  readonly triggers: readonly object[];
  readonly behavior: object | undefined;
}

/** A ScaledObject on the Deployment of the same name. */
export function scaledObject(exportable: Exportable, given: ScaledObjectSpec): object {
  const { behavior, triggers, ...spec } = given;
  return {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: metadataOf(exportable),
    spec: {
      scaleTargetRef: { name: exportable.name },
      ...spec,
      ...(behavior === undefined
        ? {}
        : { advanced: { horizontalPodAutoscalerConfig: { behavior } } }),
      triggers,
    },
  };
}

/** Where Prometheus is found in a cluster that follows the Prometheus operator's examples. */
const SERVER_ADDRESS = "http://prometheus-operated.monitoring.svc:9090";

/**
 * KEDA's ScaledObject with the bounds, periods, triggers and behavior that were simulated.
 *
 * @see https://keda.sh/docs/2.21/reference/scaledobject-spec/
 */
export function kedaManifest(keda: KedaSection, exportable: Exportable): Manifest {
  const notes: string[] = [];
  const triggers = keda.metrics.map((trigger, index) =>
    triggerOf(trigger, exportable, `Trigger ${index + 1} (${trigger.signal})`, notes),
  );
  const behavior = behaviorOf(keda, false, notes);
  const { cooldownPeriod, initial, initialCooldownPeriod, pollingInterval } = keda;
  const body = scaledObject(exportable, {
    minReplicaCount: keda.minReplicaCount,
    maxReplicaCount: keda.maxReplicaCount,
    pollingInterval: wholeNumber("pollingInterval", pollingInterval, notes, 1),
    cooldownPeriod: wholeNumber("cooldownPeriod", cooldownPeriod, notes),
    initialCooldownPeriod: wholeNumber("initialCooldownPeriod", initialCooldownPeriod, notes),
    triggers,
    behavior,
  });
  return {
    comments: [
      `The simulation starts with ${formatReplicas(initial)}: the Deployment's own count until the first poll.`,
      `${SERVER_ADDRESS} stands in for your Prometheus.`,
      ...controllerLines(keda),
      ...notes,
    ],
    body,
  };
}

function triggerOf(
  trigger: TriggerSection,
  exportable: Exportable,
  label: string,
  notes: string[],
): object {
  const source = signalSource(trigger, exportable);
  notes.push(...metricLines(label, trigger, source));
  return {
    type: "prometheus",
    metricType: "AverageValue",
    metadata: {
      serverAddress: SERVER_ADDRESS,
      query: source.query,
      threshold: String(trigger.target),
      activationThreshold: String(trigger.activation),
    },
  };
}

/**
 * The nearest there is to a forecast, which no product has: a ScaledObject whose external scaler,
 * to be written by the reader, gets the parameters that were simulated.
 *
 * @see https://keda.sh/docs/2.21/concepts/external-scalers/
 */
export function predictiveManifest(own: PredictiveSection, exportable: Exportable): Manifest {
  const notes: string[] = [];
  const { headroom, horizon, initial, interval, max, min, perReplica, window, windows } = own;
  const target = perReplica / (1 + headroom);
  const stabilizationWindowSeconds = wholeNumber("scaleDownDelay", own.scaleDownDelay, notes);
  const policies = [{ type: "Percent", value: 100, periodSeconds: 15 }];
  const body = scaledObject(exportable, {
    minReplicaCount: min,
    maxReplicaCount: max,
    pollingInterval: wholeNumber("pollingInterval", interval, notes, 1),
    cooldownPeriod: stabilizationWindowSeconds,
    triggers: [
      {
        type: "external",
        metricType: "AverageValue",
        metadata: {
          scalerAddress: "forecast-scaler:9090",
          targetSize: String(target),
          window: secondsText(window),
          windows: String(windows),
          horizon: horizon === null ? "mean cold start" : secondsText(horizon),
        },
      },
    ],
    behavior: {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: "Max",
        policies: [{ type: "Pods", value: max, periodSeconds: 15 }],
      },
      scaleDown: { stabilizationWindowSeconds, selectPolicy: "Max", policies },
    },
  });
  return {
    comments: [
      "No product forecasts as kind: predictive does. forecast-scaler:9090 stands in for an",
      "external scaler of your own: it has to fit a straight line by least squares to the arrival",
      `rates of the last ${windows} windows of ${secondsText(window)} and answer with the rate ahead.`,
      `targetSize is perReplica ${perReplica}/s over 1 + headroom ${headroom}.`,
      `The simulation starts with ${formatReplicas(initial)} and decides every ${secondsText(interval)}.`,
      ...notes,
    ],
    body,
  };
}
