import { sumOf } from "../pool-replications.ts";
import type { Ledger } from "../result.ts";
import type { SimulatedPoint } from "../summarize-point.ts";
import { isMetered, meanUsage } from "./fleet-bill.ts";

type PointRun = Pick<SimulatedPoint, "scenario" | "replicas" | "replications">;

/** Seconds of slots, all replications: paid for, and in service. */
export interface SlotTime {
  readonly paid: number;
  readonly busy: number;
}

/** Batch occupancy over the measured span. */
export interface Batching {
  /** Mean requests in a batch, or mean sequences in a step, weighted by time in progress. */
  readonly meanBatchSize: number;
  /** Mean running sequences over `maxSequences` (of `maxBatch` for `batch`), idle time counted. */
  readonly occupancy: number;
  /** Shares of the KV cache; null without a limit. */
  readonly kvUseMean: number | null;
  readonly kvUsePeak: number | null;
  /** Preemptions over the whole run, all replications. */
  readonly preemptions: number;
}

/** Slot time of a configuration over the measured span. */
export function slotTimeOf(point: PointRun): SlotTime {
  return {
    paid: paidTime(point),
    busy: sumOf(point.replications.map(({ usage }) => usage.busyTime)),
  };
}

/** Busy share of the paid slot time; 0 where none was paid for. */
export function utilizationOf(point: PointRun): number {
  const { busy, paid } = slotTimeOf(point);
  return paid > 0 ? busy / paid : 0;
}

/**
 * Where the paid time went. What is neither busy nor starting, down or paid for after its end is
 * idle: slots of replicas that serve or are about to leave. Where nothing was paid for, all is
 * idle.
 */
export function ledgerOf(point: PointRun): Ledger {
  const { busy: busyTime, paid } = slotTimeOf(point);
  const share = (time: number): number => (paid > 0 ? time / paid : 0);
  const usages = point.replications.map(({ usage }) => usage);
  const recomputed = share(sumOf(usages.map(({ recomputedTime }) => recomputedTime)));
  const abandoned = share(sumOf(usages.map(({ abandonedTime }) => abandonedTime)));
  const lost = share(sumOf(usages.map(({ lostTime }) => lostTime)));
  const busy = share(busyTime);
  const means = isMetered(point.scenario.fleet) ? meanUsage(point) : null;
  const ofReplicas = (time: number): number =>
    means === null || means.paidTime === 0 ? 0 : time / means.paidTime;
  const starting = ofReplicas(means?.startingTime ?? 0);
  const down = ofReplicas(means?.downTime ?? 0);
  const minimum = ofReplicas(means?.minimumTime ?? 0);
  return {
    useful: busy - recomputed - abandoned - lost,
    recomputed,
    abandoned,
    lost,
    idle: 1 - busy - starting - down - minimum,
    starting,
    down,
    minimum,
  };
}

/** How full batches were; null for `serial`. */
export function batchingOf(point: PointRun): Batching | null {
  const { replications, scenario } = point;
  const { service } = scenario;
  if (service.kind === "serial") return null;
  const usages = replications.map(({ usage }) => usage);
  const batchTime = sumOf(usages.map((usage) => usage.batchTime));
  const slots = service.kind === "batch" ? service.maxBatch : service.maxSequences;
  const batches = sumOf(usages.map((usage) => usage.batches));
  const { busy } = slotTimeOf(point);
  const time = servingTime(point);
  const blocks = service.kind === "continuous" ? (service.kvCache?.blocks ?? null) : null;
  const blockTime = sumOf(usages.map((usage) => usage.kvBlockTime));
  return {
    meanBatchSize:
      service.kind === "batch"
        ? sumOf(usages.map((usage) => usage.batchedRequests)) / Math.max(1, batches)
        : batchTime / (busy > 0 ? busy : 1),
    occupancy: time > 0 ? batchTime / (time * slots) : 0,
    kvUseMean: blocks === null ? null : time > 0 ? blockTime / (time * blocks) : 0,
    kvUsePeak:
      blocks === null ? null : Math.max(...usages.map((usage) => usage.kvBlockPeak)) / blocks,
    preemptions: sumOf(usages.map((usage) => usage.preemptions)),
  };
}

/** Slot-seconds paid for, all replications. */
function paidTime({ replicas, replications, scenario }: PointRun): number {
  const { fleet, service } = scenario;
  const slots = service.kind === "serial" ? service.concurrency : 1;
  const span = spanOf(replications);
  const means = isMetered(fleet) ? meanUsage({ replications }) : null;
  return (means === null ? replicas : means.paidTime) * slots * span;
}

/** Replica-seconds in which work could be done, all replications. */
function servingTime({ replicas, replications, scenario }: PointRun): number {
  const span = spanOf(replications);
  const means = isMetered(scenario.fleet) ? meanUsage({ replications }) : null;
  return means === null ? replicas * span : (means.readyTime + means.drainingTime) * span;
}

function spanOf(replications: PointRun["replications"]): number {
  return sumOf(replications.map(({ span }) => span));
}
