import { isRandom } from "../scenario/is-random.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { resamplesOf } from "./future/lay-out-blocks.ts";
import type { Question, TraceResampling } from "./result.ts";
import type { SweptPoint, SweptSetting } from "./run-sweep.ts";

/**
 * True if a scenario's compliance is a number without an interval: nothing in it is random, and
 * nothing is asked about other traffic than the one it replays.
 *
 * @param scenario - A valid scenario.
 */
export function isExact(scenario: Scenario): boolean {
  return !isRandom(scenario) && resamplesOf(scenario) === 0;
}

/** From the narrowest question to the widest. */
const KINDS = ["hindsight", "same-trace", "future"] as const;

/**
 * Says which question a result answers: the widest that any of its settings asks.
 *
 * @param settings - What was swept, at least one.
 * @param points - By setting, then by replica count.
 */
export function describeQuestion(
  settings: readonly SweptSetting[],
  points: readonly (readonly SweptPoint[])[],
): Question {
  const asked = settings.map(({ scenario }) => KINDS.indexOf(scenario.run.question));
  const kind = KINDS[Math.max(...asked)];
  const resampling = settings.flatMap((setting, index) => resamplingOf(setting, points[index][0]));
  return { kind, words: wordsFor(kind, settings, resampling), resampling };
}

function resamplingOf({ scenario, settings }: SweptSetting, point: SweptPoint): TraceResampling[] {
  if (point.resamples === null) return [];
  const { layout, ...facts } = point.resamples.resampling;
  return [{ settings, resamples: layout === null ? 0 : resamplesOf(scenario), ...facts }];
}

function wordsFor(
  kind: Question["kind"],
  settings: readonly SweptSetting[],
  resampling: readonly TraceResampling[],
): string {
  if (resampling.length > 0) return futureOfTrace(settings[0].scenario, resampling);
  const nothingRandom = settings.every(({ scenario }) => isExact(scenario));
  switch (kind) {
    case "hindsight":
      return "hindsight: exact for this workload, in which nothing is random";
    case "same-trace":
      return nothingRandom
        ? "the same requests again: exact, because nothing in service and routing is random"
        : "the same requests again, with other draws of what is random in service and routing";
    case "future":
      return nothingRandom
        ? "other traffic from the same generator: exact, because it draws nothing at random"
        : "other traffic of the same kind, drawn from the same generator";
  }
}

function futureOfTrace(scenario: Scenario, all: readonly TraceResampling[]): string {
  const enough = all.filter(({ resamples }) => resamples > 0);
  const short = all.filter(({ resamples }) => resamples === 0);
  const sentences: string[] = [];
  if (enough.length > 0) sentences.push(resampledPhrase(scenario, enough));
  if (short.length > 0) {
    const where =
      enough.length > 0
        ? `not to be told for ${short.length} of ${all.length} settings`
        : "other traffic like this trace, which is too short to tell";
    sentences.push(`${where}: ${shortPhrase(short[0])}`);
  }
  return sentences.join("; ");
}

function resampledPhrase(scenario: Scenario, enough: readonly TraceResampling[]): string {
  const lengths = enough.map(({ blockLength }) => blockLength);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  const size = least === most ? spanPhrase(least) : `${spanPhrase(least)} to ${spanPhrase(most)}`;
  const [{ resamples, wholeDays }] = enough;
  const hours = wholeDays ? ", which keep their hours of the day" : "";
  const why = enough.length === 1 ? ` (${congestionPhrase(enough[0])})` : "";
  // Rounding must not ask for one more than the least number whose extremes are far enough out.
  const needed = Math.ceil((2 / (1 - scenario.slo.confidence) - 1) * (1 - 1e-9));
  const few = resamples < needed ? `; it takes ${needed} of them to bound at full confidence` : "";
  return `other traffic like this trace: ${resamples} resamples of it, each put together from blocks of ${size}${hours}${why} and simulated anew${few}`;
}

function shortPhrase(resampling: TraceResampling): string {
  const { blockLength, blocks } = resampling;
  const held = Number(blocks.toPrecision(2));
  return `${congestionPhrase(resampling)}, so blocks of ${spanPhrase(blockLength)}; the trace holds only ${held} of them; ten are needed`;
}

function congestionPhrase({ atReplicas, longestCongestion }: TraceResampling): string {
  return longestCongestion > 0
    ? `the longest congestion at ${replicasPhrase(atReplicas)} lasts ${spanPhrase(longestCongestion)}`
    : `no request ever waits at ${replicasPhrase(atReplicas)}`;
}

function replicasPhrase(replicas: number): string {
  return replicas === 1 ? "1 replica" : `${replicas} replicas`;
}

/** "2,120 s", to three digits. */
function spanPhrase(seconds: number): string {
  return `${Number(seconds.toPrecision(3)).toLocaleString("en-US")} s`;
}
