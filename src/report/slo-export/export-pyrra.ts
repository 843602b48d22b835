import {
  countObjectives,
  describeObjective,
  durationText,
  noRemarks,
  percent,
} from "./exported-slo.ts";
import type { CountedObjective, ExportedSlo, SloExport } from "./exported-slo.ts";

/**
 * The objectives as Pyrra's ServiceLevelObjective, a document each. Its targets are texts.
 *
 * @see https://github.com/pyrra-dev/pyrra at 1ba95af, kubernetes/api/v1alpha1.
 */
export function exportPyrra(source: SloExport): ExportedSlo {
  const remarks = noRemarks();
  const counted = countObjectives(source, remarks);
  if (source.slo.budgeting === "timeslices") {
    remarks.warnings.push("Pyrra counts requests, not slices of time: the budget is another one");
  }
  return { documents: counted.map((one) => documentOf(one, source)), ...remarks };
}

function documentOf({ good, name, objective, total }: CountedObjective, source: SloExport): object {
  return {
    apiVersion: "pyrra.dev/v1alpha1",
    kind: "ServiceLevelObjective",
    metadata: { name, labels: { "pyrra.dev/service": source.service } },
    spec: {
      description: describeObjective(objective),
      target: String(percent(objective.target)),
      window: durationText(source.slo.window, "w"),
      indicator: { latency: { success: { metric: good }, total: { metric: total } } },
    },
  };
}
