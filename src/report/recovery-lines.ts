import type { Recovery } from "../plan/timeline/find-recovery.ts";
import type { Point, Result } from "../plan/result.ts";
import { elasticOf, nameOf } from "./fleet-name.ts";
import { formatSignificant, formatSpan } from "./format.ts";
import { axesOf, sameSettings, settingsName } from "./settings.ts";

/**
 * Which of the fleets that were followed over time stay down after what shook them, and how long
 * the choice took beside them; empty if none stays down.
 */
export function recoverySentences(result: Result): readonly string[] {
  const followed = result.points.flatMap((point) => {
    const recovery = point.timeline?.recovery ?? null;
    return recovery === null ? [] : [{ point, recovery }];
  });
  const down = followed.filter(({ recovery }) => recovery.recovers === false);
  if (down.length === 0) return [];
  const up = followed.filter(
    ({ point, recovery }) => recovery.recovers === true && isChoice(result, point),
  );
  return [
    ...down.map(({ point, recovery }) => downSentence(result, point, recovery)),
    ...up.map(({ point, recovery }) => upSentence(result, point, recovery)),
  ];
}

function downSentence(result: Result, point: Point, recovery: Recovery): string {
  const { answerRate, arrivalRate, cause, at, measuredFrom, until } = recovery;
  const verb = point.replicas === 1 || elasticOf(point) !== null ? "does not" : "do not";
  const from = { spike: "the spike at", outage: "the outage at", losses: "the losses from" }[cause];
  const later = formatSpan(measuredFrom - until);
  const rates = `${rateText(answerRate)} of ${rateText(arrivalRate)} requests/s`;
  return (
    `${fleetName(result, point)} ${verb} recover from ${from} ${formatSpan(at)}` +
    `${cause === "losses" ? " on" : ""}: ${rates} answered from ${later} after it to the end of the run.`
  );
}

function upSentence(result: Result, point: Point, { recoveredAt, until }: Recovery): string {
  const verb = point.replicas === 1 || elasticOf(point) !== null ? "recovers" : "recover";
  const after = (recoveredAt ?? until) - until;
  const when = after <= 0 ? "as soon as it is over" : `${formatSpan(after)} after it`;
  return `${fleetName(result, point)} ${verb} ${when}.`;
}

/** "28 replicas (budget none)": with its settings, as those of other settings may fare otherwise. */
function fleetName(result: Result, point: Point): string {
  const name = nameOf(result, point);
  if (elasticOf(point) !== null) return name;
  const settings = settingsName(point.settings, axesOf(result.points));
  return settings === "" ? name : `${name} (${settings})`;
}

/** "0.09", "0.12", "99.9". */
function rateText(perSecond: number): string {
  return formatSignificant(perSecond, perSecond < 0.1 ? 1 : perSecond < 10 ? 2 : 3);
}

function isChoice({ choice }: Result, { replicas, settings }: Point): boolean {
  return choice?.replicas === replicas && sameSettings(choice.settings, settings);
}
