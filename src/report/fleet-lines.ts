import type { ClientUse, FleetUse } from "../plan/fleet/summarize-fleet.ts";
import type { RedundancyLevel } from "../plan/fleet/find-redundancy.ts";
import type { Point, Result } from "../plan/result.ts";
import {
  formatCount,
  formatCounted,
  formatDollars,
  formatReplicas,
  formatShare,
  formatSignificant,
} from "./format.ts";
import { cleanText } from "./plain-text.ts";

/** Replicas below which a state isn't worth its words. */
const LEAST_SHOWN = 0.005;

/**
 * What became of a fleet that changes, in sentences; empty for one that didn't.
 *
 * @param run - Events are counted over all of its replications.
 */
export function fleetSentences(
  { fleet }: Pick<Point, "fleet">,
  run: Replicated,
): readonly string[] {
  if (fleet === null) return [];
  const sentences: string[] = [];
  if (fleet.isElastic) sentences.push(`${stateWords(fleet)}.`);
  const events = [
    eventWords(fleet.starts, "start", "starts"),
    fleet.warmStarts > 0 ? `${formatCount(fleet.warmStarts)} of them warm` : "",
    eventWords(fleet.stops, "stop", "stops"),
    eventWords(fleet.failures, "failure", "failures"),
    eventWords(fleet.reclaims, "reclaim", "reclaims"),
  ].filter((words) => words !== "");
  const down = fleet.down > 0 ? [`${amount(fleet.down)} replicas down on average`] : [];
  const warm = fleet.warm > 0 ? [`${amount(fleet.warm)} kept warm`] : [];
  const rest = [...inAll(events, run), ...down, ...warm];
  if (rest.length > 0) sentences.push(`${rest.join(", ")}.`);
  return sentences;
}

/** How often a run was repeated. */
interface Replicated {
  readonly replications: number;
}

/** Counts, of which the last says that they are of all replications. */
function inAll(counts: readonly string[], { replications }: Replicated): readonly string[] {
  const last = counts.length - 1;
  if (replications === 1 || last < 0) return counts;
  return counts.with(last, `${counts[last]} in ${formatCount(replications)} replications`);
}

function stateWords(fleet: FleetUse): string {
  const { draining, meanReplicas, minimum, peakReplicas, ready, starting } = fleet;
  const states = [
    { replicas: ready, name: "ready" },
    { replicas: starting, name: "starting" },
    { replicas: draining, name: "draining" },
    { replicas: minimum, name: "gone but still billed" },
  ].filter(({ replicas }) => replicas >= LEAST_SHOWN);
  const parts = states.map(({ name, replicas }) => `${amount(replicas)} ${name}`).join(", ");
  const paid = `${formatSignificant(meanReplicas, 3)} replicas paid for on average, ${peakReplicas} at the peak`;
  return parts === "" ? paid : `${paid}: ${parts}`;
}

function eventWords(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${formatCount(count)} ${count === 1 ? one : many}`;
}

/**
 * What clients did beyond sending each request once, in a sentence; empty if they didn't.
 *
 * @param run - Attempts are counted over all of its replications.
 */
export function clientSentences(
  { clients }: Pick<Point, "clients">,
  run: Replicated,
): readonly string[] {
  if (clients === null) return [];
  const parts = clientParts(clients, run);
  return parts.length === 0 ? [] : [`${parts.join(", ")}.`];
}

function clientParts(clients: ClientUse, run: Replicated): readonly string[] {
  const { attemptsPerRequest, cacheHitShare, hedgeWins, hedges, lost, retries, retriesDenied } =
    clients;
  const repeated = retries + hedges > 0;
  const won = hedges === 0 ? "" : ` (${formatShare(hedgeWins / hedges, 0)} of them answered first)`;
  const counts = [
    eventWords(retries, "retry", "retries"),
    retriesDenied > 0 ? `${formatCount(retriesDenied)} more denied by the budget` : "",
    hedges > 0 ? `${eventWords(hedges, "hedge", "hedges")}${won}` : "",
    lost > 0 ? `${formatCounted(lost, "attempt")} lost with their replica` : "",
  ].filter((words) => words !== "");
  return [
    repeated ? `${formatSignificant(attemptsPerRequest, 3)} attempts a request` : "",
    ...inAll(counts, run),
    cacheHitShare === null ? "" : `${formatShare(cacheHitShare, 1)} of input tokens cached`,
  ].filter((part) => part !== "");
}

/** What the chosen fleet does with replicas down, and what would hold then; empty without a choice. */
export function redundancySentences({ redundancy }: Result): readonly string[] {
  if (redundancy === null) return [];
  const [, one, two] = redundancy.levels;
  const most = two.verdict === "met" ? two : one;
  if (most.verdict === "met") {
    const down = most.down === 1 ? "one replica" : `${most.down} replicas`;
    return [`With ${down} down the choice still holds the SLO.`];
  }
  const left = redundancy.replicas - 1;
  const are = left === 1 ? "is left, which was" : "are left, which were";
  const found =
    one.verdict === null
      ? `${formatReplicas(left)} ${are} not simulated`
      : one.verdict === "missed"
        ? "the choice misses the SLO"
        : `the choice leaves the SLO ${one.verdict}`;
  const alike = `${neededText(one)} serve like the choice with one down, ${neededText(two)}`;
  return [`With one replica down ${found}; ${alike} with two.`];
}

function neededText({ needed }: RedundancyLevel): string {
  return `${formatReplicas(needed.replicas)} (${formatDollars(needed.costPerHour)}/h)`;
}

/** What each arrangement of pools costs, a sentence each; empty if none are compared. */
export function arrangementSentences({ arrangements }: Result): readonly string[] {
  return arrangements.map(({ costPerHour, isCheapest, name, pools }) => {
    const parts = pools.map((pool) => {
      const size =
        pool.choice === null
          ? "no count holds"
          : pool.choice.elastic === null
            ? formatReplicas(pool.choice.replicas)
            : `${formatSignificant(pool.choice.elastic.meanReplicas, 3)} replicas on average`;
      return `${cleanText(pool.name)} ${size}`;
    });
    const total = costPerHour === null ? "does not hold" : `${formatDollars(costPerHour)}/h`;
    const best = isCheapest && arrangements.length > 1 ? ", the cheapest" : "";
    return `${cleanText(name)}: ${total}${best} (${parts.join(", ")}).`;
  });
}

/** A mean beside that of all replicas: two digits do where it is small. */
function amount(replicas: number): string {
  return formatSignificant(replicas, replicas < 1 ? 2 : 3);
}
