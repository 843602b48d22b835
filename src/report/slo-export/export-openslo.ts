import { countObjectives, describeObjective, durationText, noRemarks } from "./exported-slo.ts";
import type { CountedObjective, ExportedSlo, SloExport } from "./exported-slo.ts";

/**
 * The objectives as OpenSLO v1, a document each: the share of requests in a histogram's bucket.
 * Annotations say what tailcap measures, so that it reads its own files back as they were.
 *
 * @see https://github.com/OpenSLO/OpenSLO at aa5cb78.
 */
export function exportOpenslo(source: SloExport): ExportedSlo {
  const remarks = noRemarks();
  const counted = countObjectives(source, remarks);
  return { documents: counted.map((one) => documentOf(one, source)), ...remarks };
}

function documentOf(counted: CountedObjective, { service, slo }: SloExport): object {
  const { good, name, objective, total } = counted;
  const { budgeting, timeSlice, window } = slo;
  const slices =
    budgeting === "timeslices"
      ? {
          timeSliceTarget: timeSlice.target ?? objective.target,
          timeSliceWindow: durationText(timeSlice.window),
        }
      : {};
  return {
    apiVersion: "openslo/v1",
    kind: "SLO",
    metadata: {
      name,
      annotations: {
        "tailcap/metric": objective.metric,
        ...(objective.class === null ? {} : { "tailcap/class": objective.class }),
      },
    },
    spec: {
      description: describeObjective(objective),
      service,
      indicator: {
        metadata: { name: `${name}-good` },
        spec: { ratioMetric: { counter: true, good: query(good), total: query(total) } },
      },
      timeWindow: [{ duration: durationText(window), isRolling: true }],
      budgetingMethod: budgeting === "timeslices" ? "Timeslices" : "Occurrences",
      objectives: [{ displayName: name, target: objective.target, ...slices }],
    },
  };
}

function query(text: string): object {
  return { metricSource: { type: "Prometheus", spec: { query: `sum(${text})` } } };
}
