import type { SearchAnswer, SearchedPoint } from "../plan/answer-search.ts";
import { aloneText } from "./answer.ts";
import { costRangeBehind } from "./cost-range.ts";
import { sizeWords } from "./fleet-name.ts";
import {
  formatCount,
  formatCounted,
  formatDollars,
  formatReplicas,
  formatShare,
  objectiveName,
} from "./format.ts";
import { cleanText } from "./plain-text.ts";
import { axesOf, nearestPoint, settingsName } from "./settings.ts";

/**
 * The answer of a search in a few sentences, each on a line of its own.
 *
 * @param answer - What was found.
 */
export function renderSearchAnswer(answer: SearchAnswer): string {
  const { choice, gate, points, requests } = answer;
  const lines: string[] = [];
  const isElastic = answer.scenario.fleet.autoscaler !== null;
  if (choice === null && isElastic) {
    const holds = answer.isSettled ? "holds" : "is proven to hold";
    const name = cleanText(answer.scenario.name);
    lines.push(`No setting of the autoscaler ${holds} the SLO of ${name}`);
    lines.push(...shortfallLines(answer, nearestPoint(points)));
  } else if (choice === null) {
    const most = formatCount(Math.max(...points.map(({ replicas }) => replicas)));
    const holds = answer.isSettled ? "holds" : "is proven to hold";
    lines.push(`No count up to ${most} ${holds} the SLO of ${cleanText(answer.scenario.name)}`);
    const [largest] = points.toSorted((left, right) => right.costPerHour - left.costPerHour);
    lines.push(...shortfallLines(answer, largest));
  } else {
    const settings = settingsName(choice.settings, axesOf(points));
    const { elastic, replicas } = choice;
    const names = [sizeWords(replicas, elastic), settings].filter((part) => part !== "");
    const what = elastic === null ? names : names.toReversed();
    lines.push(
      `${what.join(", ")} at ${formatDollars(choice.costPerHour)}/h${costRangeBehind(choice)}: ${choice.reason}`,
    );
    if (choice.oneFewer !== null) {
      const { breaks, replicas, savesPerHour } = choice.oneFewer;
      lines.push(
        `${formatReplicas(replicas)} would save ${formatDollars(savesPerHour)}/h, but ${breaks}`,
      );
    }
  }
  if (gate !== null && isElastic) {
    lines.push(`Gate: the autoscaler as configured is ${gate.isEnough ? "" : "not "}enough`);
  } else if (gate !== null)
    lines.push(gateLine(gate.replicas, gate.isEnough, choice?.replicas ?? null));
  const open = answer.isSettled ? "" : `; ${openPhrase(choice)}`;
  lines.push(
    `${formatCounted(requests, "request")} simulated, ${countReplications(answer)}${open}`,
  );
  if (answer.endedEarly.length > 0) lines.push(endedLine(answer.endedEarly.length));
  return lines.map((line) => `${line}.`).join("\n");
}

/** How far a configuration is from each objective that it doesn't hold. */
function shortfallLines(
  { points, scenario }: SearchAnswer,
  { costPerHour, objectives, replicas, settings }: SearchedPoint,
): readonly string[] {
  return objectives
    .filter(({ verdict }) => verdict !== "met")
    .map((objective) => {
      const good = `${formatShare(objective.compliance)} of requests are good`;
      const target = `${formatShare(objective.target)} needed`;
      const isEnough = objective.compliance >= objective.target;
      const needed = isEnough ? `not proven for the ${target}` : target;
      const setting = settingsName(settings, axesOf(points));
      const where =
        scenario.fleet.autoscaler === null
          ? formatReplicas(replicas)
          : [setting, `${formatDollars(costPerHour)}/h`].filter(Boolean).join(", ");
      const line = `At ${where} ${good} for ${objectiveName(objective)}, ${needed}`;
      if (objective.alone?.isOutOfReach !== true) return line;
      return `${line}; no number of replicas would do, for ${aloneText(objective)}`;
    });
}

function openPhrase(choice: SearchAnswer["choice"]): string {
  const open = choice === null ? "the verdict" : "the verdict beside the choice";
  return `${open} is still open, and a look at twice as many replications is beyond --budget`;
}

function endedLine(ended: number): string {
  const which = ended === 1 ? "1 count was" : `${formatCount(ended)} counts were`;
  const whose = ended === 1 ? "it" : "they";
  return `${which} ended early, since ${whose} could not hold the SLO any more`;
}

function countReplications({ replications }: SearchAnswer): string {
  return replications === 1 ? "1 replication" : `up to ${formatCount(replications)} replications`;
}

function gateLine(replicas: number, isEnough: boolean, chosen: number | null): string {
  const asked = `${formatReplicas(replicas)} as configured ${replicas === 1 ? "is" : "are"}`;
  if (!isEnough) return `Gate: ${asked} not enough`;
  const spare = replicas - (chosen ?? replicas);
  const rest = spare === 0 ? "and not one too many" : `${spare} more than needed`;
  return `Gate: ${asked} enough, ${rest}`;
}
