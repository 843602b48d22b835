import {
  AUTOSCALER_HPA,
  AUTOSCALER_KEDA,
  AUTOSCALER_KNATIVE,
  AUTOSCALER_PREDICTIVE,
  AUTOSCALER_RAY_SERVE,
  AUTOSCALER_SCHEDULE,
  type AutoscalerPlan,
} from "./autoscaler-plan.ts";
import type { Autoscaler } from "./autoscaler.ts";
import { Hpa } from "./hpa.ts";
import { Keda } from "./keda.ts";
import { Knative } from "./knative.ts";
import { Predictive } from "./predictive.ts";
import { RayServe } from "./ray-serve.ts";
import { Schedule } from "./schedule.ts";

/** Starts the autoscaler of a plan at time 0, with no history. */
export function openAutoscaler(plan: AutoscalerPlan): Autoscaler {
  switch (plan.kind) {
    case AUTOSCALER_HPA:
      return new Hpa(plan);
    case AUTOSCALER_KEDA:
      return new Keda(plan);
    case AUTOSCALER_KNATIVE:
      return new Knative(plan);
    case AUTOSCALER_RAY_SERVE:
      return new RayServe(plan);
    case AUTOSCALER_SCHEDULE:
      return new Schedule(plan);
    case AUTOSCALER_PREDICTIVE:
      return new Predictive(plan);
  }
}
