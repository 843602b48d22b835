import { describe, expect, it } from "vitest";

import {
  type CostCurve,
  SERVICE_BATCH,
  SERVICE_CONTINUOUS,
  type SimPlan,
  type WorkloadColumns,
} from "../../src/sim/sim-plan.ts";
import { checkRandomRuns, runPlan, SERVICE_KINDS } from "../helpers/random-runs.ts";

function scaled(times: Float64Array, factor: number): Float64Array {
  return times.map((time) => time * factor);
}

function scaledCurve({ xs, ys }: CostCurve, factor: number): CostCurve {
  return { xs, ys: scaled(ys, factor) };
}

function scaledService(service: SimPlan["service"], factor: number): SimPlan["service"] {
  if (service.kind === SERVICE_BATCH) {
    const { batchTimes, maxWait } = service;
    return { ...service, batchTimes: scaled(batchTimes, factor), maxWait: maxWait * factor };
  }
  if (service.kind === SERVICE_CONTINUOUS) {
    return {
      ...service,
      sequenceCost: scaledCurve(service.sequenceCost, factor),
      prefillCost: scaledCurve(service.prefillCost, factor),
      perContextToken: service.perContextToken * factor,
      perPrefillTokenSquared: service.perPrefillTokenSquared * factor,
    };
  }
  return service;
}

function scaledPlan(plan: SimPlan, factor: number): SimPlan {
  return {
    ...plan,
    timeout: plan.timeout * factor,
    requestOverhead: plan.requestOverhead * factor,
    measureFrom: plan.measureFrom * factor,
    measureTo: plan.measureTo * factor,
    service: scaledService(plan.service, factor),
  };
}

function scaledColumns(columns: WorkloadColumns, factor: number): WorkloadColumns {
  return {
    ...columns,
    arrivals: scaled(columns.arrivals, factor),
    serviceTimes: scaled(columns.serviceTimes, factor),
    timeouts: scaled(columns.timeouts, factor),
  };
}

describe.each(SERVICE_KINDS)("%s service", (kind) => {
  // A power of two changes no bit of a float64's mantissa, so nothing may round differently.
  it.each([2 ** 9, 2 ** -7])("has no time scale of its own: × %d is exact", (factor) => {
    checkRandomRuns(kind, 150, ({ columns, label, plan, recording, sink }) => {
      const other = runPlan(scaledPlan(plan, factor), scaledColumns(columns, factor), label);
      expect(other.sink.outcome, label).toEqual(sink.outcome);
      expect(other.sink.replica, label).toEqual(sink.replica);
      expect(other.sink.start, label).toEqual(scaled(sink.start, factor));
      expect(other.sink.first, label).toEqual(scaled(sink.first, factor));
      expect(other.sink.end, label).toEqual(scaled(sink.end, factor));
      expect(other.recording.drainTime, label).toBe(recording.drainTime * factor);
      for (const integral of ["busyTime", "batchTime", "abandonedTime", "kvBlockTime"] as const) {
        expect(other.recording.usage[integral], label).toBe(recording.usage[integral] * factor);
      }
    });
  });
});
