import type { AutoscalerSection } from "./autoscaler-section.ts";

/** Between which counts an autoscaler moves, and with how many replicas a run starts. */
export interface AutoscalerBounds {
  readonly min: number;
  /** Infinity for no limit. */
  readonly max: number;
  readonly initial: number;
}

/** The bounds of an autoscaler, whatever its product calls them. */
export function autoscalerBounds(autoscaler: AutoscalerSection): AutoscalerBounds {
  switch (autoscaler.kind) {
    case "hpa": {
      const { minReplicas, maxReplicas, initial } = autoscaler;
      return { min: minReplicas, max: maxReplicas, initial };
    }
    case "keda": {
      const { minReplicaCount, maxReplicaCount, initial } = autoscaler;
      return { min: minReplicaCount, max: maxReplicaCount, initial };
    }
    case "knative": {
      const { minScale, maxScale, initialScale } = autoscaler;
      return { min: minScale, max: maxScale ?? Infinity, initial: initialScale };
    }
    case "ray-serve": {
      const { minReplicas, maxReplicas, initialReplicas } = autoscaler;
      return { min: minReplicas, max: maxReplicas, initial: initialReplicas };
    }
    case "schedule": {
      const { points } = autoscaler;
      const counts = points.map(([, replicas]) => replicas);
      // Before the first point the last one of the period before still holds.
      const [first] = points;
      const initial = first[0] === 0 ? first[1] : points[points.length - 1][1];
      return { min: Math.min(...counts), max: Math.max(...counts), initial };
    }
    case "predictive": {
      const { min, max, initial } = autoscaler;
      return { min, max, initial };
    }
  }
}
