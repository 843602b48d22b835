import type {
  CurrentFleet,
  DriftPlan,
  ExperimentWaste,
  InfraTax,
  JobReruns,
  MaintenanceCost,
} from "../plan/ledger/ledger-result.ts";
import type { Result } from "../plan/result.ts";
import type { RecoverySection } from "../scenario/scenario.ts";
import {
  formatCount,
  formatDollars,
  formatLimit,
  formatReplicas,
  formatShare,
  formatSignificant,
} from "./format.ts";
import { cleanText } from "./plain-text.ts";
import type { TableOptions } from "./table.ts";
import { labelled } from "./terminal.ts";

/**
 * What a scenario prices beside the serving fleet's bill, a paragraph each: today's fleet, job
 * reruns, experiments, maintenance, the infrastructure tax that they add up to, and growth.
 *
 * @returns Empty for a scenario that prices none of them.
 */
export function renderTax(result: Result, { color, width }: TableOptions): readonly string[] {
  const { current, drift, infraTax } = result;
  const paragraphs: (readonly [label: string, lines: readonly string[]])[] = [];
  if (current !== null)
    paragraphs.push(["Today", [currentSentence(current, isCurrentMissed(result))]]);
  if (infraTax !== null) {
    const { experiments, jobs, maintenance } = infraTax;
    paragraphs.push(["Reruns", jobs.flatMap(rerunSentences)]);
    paragraphs.push(["Past TTL", experiments.map(experimentSentence)]);
    paragraphs.push(["Upkeep", maintenance === null ? [] : [maintenanceSentence(maintenance)]]);
    if (hasTax(infraTax)) paragraphs.push(["Infra tax", taxSentences(infraTax)]);
  }
  if (drift !== null) paragraphs.push(["Growth", driftSentences(drift)]);
  return paragraphs
    .filter(([, lines]) => lines.length > 0)
    .map(([label, lines]) => labelled(label, lines, width, color));
}

/** Whether an infrastructure tax adds up anything at all. */
export function hasTax({ computeWaste, maintenance, savings }: InfraTax): boolean {
  return computeWaste > 0 || (maintenance?.costPerMonth ?? 0) > 0 || savings > 0;
}

/** Whether today's fleet is proven to miss the SLO: several settings may share its count. */
function isCurrentMissed({ current, points }: Result): boolean {
  if (current?.isMet !== false) return false;
  const bill = JSON.stringify(current.ledger);
  const alike = points.filter(
    ({ costLedger, replicas }) =>
      replicas === current.replicas && JSON.stringify(costLedger) === bill,
  );
  return alike.length > 0 && alike.every(({ verdict }) => verdict === "missed");
}

/**
 * Today's fleet against the choice, as a sentence or two.
 *
 * @param isMissed - Whether it is proven to miss the SLO.
 */
export function currentSentence(current: CurrentFleet, isMissed: boolean): string {
  const { comparison, costPerHour, isMet, replicas } = current;
  const bill = `${formatReplicas(replicas)} at ${formatDollars(costPerHour)}/h`;
  const [holds, misses, isOpen] =
    replicas === 1 ? ["holds", "misses", "is not shown"] : ["hold", "miss", "are not shown"];
  const whether =
    isMet === null
      ? "; not swept, so what holds with them is unknown"
      : isMet
        ? ` ${holds} the SLO`
        : isMissed
          ? ` ${misses} the SLO`
          : ` ${isOpen} to hold the SLO`;
  if (comparison === null) return `${bill}${whether}; there is no choice to compare with.`;
  const { kind, perHour, perMonth } = comparison;
  if (kind === "same") return `${bill}${whether}; the choice costs the same.`;
  const difference = `${formatDollars(perHour)}/h (${formatDollars(perMonth)} a month)`;
  return kind === "saving"
    ? `${bill}${whether}; the choice saves ${difference}.`
    : `${bill}${whether}; the choice costs ${difference} more.`;
}

/** The reruns of a kind of job, and what they would be with the other ways to recover. */
export function rerunSentences(job: JobReruns): readonly string[] {
  const { costPerMonth, failures, gpuHoursLost, jobs, name, recovery, whatIf } = job;
  const failing = `${amountText(failures)} of ${amountText(jobs)} jobs a month fail`;
  const lost = `${amountText(gpuHoursLost)} GPU-hours are done again`;
  const others = whatIf.map(
    (other) => `${formatDollars(other.costPerMonth)} ${recoveryWords(other.recovery)}`,
  );
  return [
    `${cleanText(name)}: ${failing}; ${recoveryWords(recovery)}, ${lost}: ${formatDollars(costPerMonth)} a month.`,
    `What if: ${others.join(", ")}.`,
  ];
}

function recoveryWords(recovery: RecoverySection): string {
  if (recovery.kind === "restart") return "restarted from the beginning";
  if (recovery.kind === "resume") return "resumed where they were";
  return `with a checkpoint every ${formatLimit(recovery.every)}`;
}

function experimentSentence({ costPerMonth, name, wastePerMonth }: ExperimentWaste): string {
  const waste = `${formatDollars(wastePerMonth)} of ${formatDollars(costPerMonth)} a month`;
  return `${cleanText(name)}: ${waste} held past its time to live.`;
}

function maintenanceSentence({ costPerMonth, managed }: MaintenanceCost): string {
  const own = `${formatDollars(costPerMonth)} a month of own work`;
  if (managed === null) return `${own}.`;
  const { fee, saves } = managed;
  const service = `a managed service at ${formatDollars(fee)} a month`;
  if (saves === 0) return `${own}; ${service} costs the same.`;
  return saves > 0
    ? `${own}; ${service} would save ${formatDollars(saves)}.`
    : `${own}; ${service} would cost ${formatDollars(-saves)} more.`;
}

function taxSentences(tax: InfraTax): readonly string[] {
  const { computeWaste, maintenance, savings, total } = tax;
  const sum = [
    `${formatDollars(computeWaste)} compute waste`,
    `+ ${formatDollars(maintenance?.costPerMonth ?? 0)} maintenance`,
    `− ${formatDollars(savings)} savings`,
  ].join(" ");
  const parts = wasteParts(tax);
  const waste = parts.length === 0 ? [] : [`Compute waste: ${parts.join(", ")}.`];
  return [`${formatDollars(total)} a month: ${sum}.`, ...waste];
}

function wasteParts({ experiments, fleet, jobs }: InfraTax): readonly string[] {
  const whose = fleet?.of === "current" ? "of today's fleet" : "of the choice";
  return [
    { name: `overprovision ${whose}`, cost: fleet?.overprovision ?? 0 },
    { name: `recomputation ${whose}`, cost: fleet?.recomputed ?? 0 },
    { name: `abandoned work ${whose}`, cost: fleet?.abandoned ?? 0 },
    { name: `lost work ${whose}`, cost: fleet?.lost ?? 0 },
    { name: "job reruns", cost: jobs.reduce((sum, job) => sum + job.costPerMonth, 0) },
    {
      name: "experiments past their time to live",
      cost: experiments.reduce((sum, experiment) => sum + experiment.wastePerMonth, 0),
    },
  ]
    .filter(({ cost }) => cost > 0)
    .toSorted((left, right) => right.cost - left.cost)
    .map(({ cost, name }) => `${formatDollars(cost)} ${name}`);
}

function driftSentences(drift: DriftPlan): readonly string[] {
  const { costPerYear, demandGrowth, growthTaken, months, monthsOfHeadroom } = drift;
  const pace = `demand grows by ${formatShare(demandGrowth, 1)} a month`;
  const room =
    monthsOfHeadroom === null || growthTaken === null
      ? []
      : [
          `The choice takes ${formatShare(growthTaken, 1)} more demand: enough for ${formatSignificant(monthsOfHeadroom, 2)} months.`,
        ];
  const shown = [months[5], months[11]].map(
    ({ costPerHour, month, replicas }) =>
      `${replicasText(replicas)} (${formatDollars(costPerHour)}/h) after ${month} months`,
  );
  const year = `${formatDollars(costPerYear)} for the year`;
  return [...room, `What if ${pace} and the fleet in proportion: ${shown.join(", ")}, ${year}.`];
}

/** Replicas, of an autoscaler their mean. */
function replicasText(replicas: number): string {
  return Number.isInteger(replicas) ? formatReplicas(replicas) : `${amountText(replicas)} replicas`;
}

/** A number of things that need not be whole: "1,500", "37.5", "0.15". */
function amountText(amount: number): string {
  return amount >= 100 ? formatCount(amount) : String(Number(amount.toPrecision(3)));
}
