import type {
  AdaptiveConcurrencySection,
  AdmissionSection,
} from "../scenario/admission-section.ts";
import type { BatchService, FleetSection, ServiceSection } from "../scenario/scenario.ts";
import {
  PRIORITY_NONE,
  PRIORITY_STRICT,
  PRIORITY_WEIGHTED,
  QUEUE_TIMEOUT_DELAY,
  QUEUE_TIMEOUT_REJECT,
  type AdmissionPlan,
  type GradientPlan,
  type QueuePlan,
} from "../sim/control-plan.ts";

const PRIORITIES: Readonly<Record<FleetSection["priority"], number>> = {
  none: PRIORITY_NONE,
  strict: PRIORITY_STRICT,
  weighted: PRIORITY_WEIGHTED,
};

/** Lowers what is turned away at the door to numbers. */
export function compileAdmission(admission: AdmissionSection): AdmissionPlan {
  const { adaptiveConcurrency, tokenBucket } = admission;
  return {
    tokenBucket,
    adaptiveConcurrency: adaptiveConcurrency === null ? null : compileGradient(adaptiveConcurrency),
  };
}

function compileGradient(section: AdaptiveConcurrencySection): GradientPlan {
  const { concurrencyLimitParams: limit, minRttCalcParams: rtt } = section;
  return {
    quantile: section.sampleAggregatePercentile,
    updateInterval: limit.concurrencyUpdateInterval,
    minRttInterval: rtt.interval,
    jitter: rtt.jitter,
    minRttRequests: rtt.requestCount,
    minConcurrency: rtt.minConcurrency,
    maxConcurrency: limit.maxConcurrencyLimit,
    buffer: rtt.buffer,
  };
}

/** Lowers the order of a queue, and what is dropped from it, to numbers. */
export function compileQueue(
  { admission, priority }: FleetSection,
  service: ServiceSection,
): QueuePlan {
  const { adaptiveLifo, codel, deadlineAware } = admission;
  const policy = queuePolicyOf(service);
  return {
    priority: PRIORITIES[priority],
    codel,
    adaptiveLifo,
    deadlineAware,
    timeout:
      policy === null
        ? null
        : {
            after: policy.timeout,
            action: policy.action === "delay" ? QUEUE_TIMEOUT_DELAY : QUEUE_TIMEOUT_REJECT,
          },
  };
}

/** What becomes of requests that wait too long; null where the service leaves them waiting. */
export function queuePolicyOf(service: ServiceSection): BatchService["queuePolicy"] {
  return service.kind === "batch" ? service.queuePolicy : null;
}
