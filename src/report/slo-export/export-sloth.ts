import {
  countObjectives,
  describeObjective,
  durationText,
  noRemarks,
  percent,
} from "./exported-slo.ts";
import type { ExportedSlo, SloExport } from "./exported-slo.ts";

/**
 * The objectives as a Sloth specification (`prometheus/v1`), whose objectives are percentages.
 *
 * @see https://github.com/slok/sloth at 0e395d8, pkg/prometheus/api/v1.
 */
export function exportSloth(source: SloExport): ExportedSlo {
  const { service, slo } = source;
  const remarks = noRemarks();
  const counted = countObjectives(source, remarks);
  if (slo.budgeting === "timeslices") {
    remarks.warnings.push("Sloth counts requests, not slices of time: the budget is another one");
  }
  const window = durationText(slo.window);
  if (window !== "30d") {
    remarks.warnings.push(
      `Sloth takes the window from its command line: --default-slo-period=${window}` +
        (window === "28d" ? "" : ", with alert windows for it, which it has for 28d and 30d only"),
    );
  }
  const slos = counted.map(({ good, name, objective, total }) => {
    const ofTotal = `sum(rate(${total}[{{.window}}]))`;
    return {
      name,
      objective: percent(objective.target),
      description: describeObjective(objective),
      sli: {
        events: {
          error_query: `${ofTotal} - sum(rate(${good}[{{.window}}]))`,
          total_query: ofTotal,
        },
      },
      alerting: {
        name,
        page_alert: { labels: { severity: "page" } },
        ticket_alert: { labels: { severity: "ticket" } },
      },
    };
  });
  return { documents: [{ version: "prometheus/v1", service, slos }], ...remarks };
}
