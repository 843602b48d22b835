import { sourcesOf } from "../scenario/class-section.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { OpenedWorkload } from "../compile/open-columns.ts";
import { chooseReplicas } from "./choose.ts";
import { findEarlyEnd, type EarlyEnd } from "./early-end.ts";
import type { Replication } from "./evaluate.ts";
import type { Executor } from "./executor.ts";
import { resamplesOf, type Resampling } from "./future/lay-out-blocks.ts";
import { planResampling, resampleSetting } from "./future/resample-setting.ts";
import { isExact } from "./question.ts";
import type { Choice, Point, WorkloadFacts } from "./result.ts";
import { runInLanes } from "./run-in-lanes.ts";
import { evaluationOf, requireMeasured, type SweptPoint, type SweptSetting } from "./run-sweep.ts";
import { simulatedPoint } from "./simulated-point.ts";
import { summarizePoint } from "./summarize-point.ts";
import { compareNeighbours } from "./versus-fewer.ts";
import { describeWorkload } from "./workload-facts.ts";

/** What a search may spend. */
export interface SearchLimits {
  /** Requests to simulate in all; a look that would exceed them isn't begun. */
  readonly requests: number;
  /** Asked before each look; true ends the search. */
  readonly isSpent: () => boolean;
  /** False to simulate every count to the end, also one that can't hold the SLO any more. */
  readonly endsEarly: boolean;
}

/** What a search found. */
export interface SearchOutcome {
  readonly choice: Choice | null;
  /** Configurations that were simulated, settings in order, replicas ascending. */
  readonly points: readonly Point[];
  /**
   * Configurations that were given up, since they couldn't hold the SLO any more; none of `points`.
   */
  readonly endedEarly: readonly EndedPoint[];
  /** True if the choice holds and the count below it, if any, is proven too few. */
  readonly isSettled: boolean;
  /** Replications of each configuration at the last look: repeats the search when given as run. */
  readonly replications: number;
  /** Requests simulated in all. */
  readonly requests: number;
  readonly workload: WorkloadFacts;
}

/** A configuration that was given up. */
export interface EndedPoint extends EarlyEnd {
  readonly replicas: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Steps by which a neighbour is looked at on either side of the choice. */
const NEIGHBOURS = 2;

/**
 * Finds the choice without simulating every count: by bisection, which is exact where a further
 * replica makes no request slower (serial service behind a central queue), and by looking at the
 * neighbours of what it finds everywhere else: batching and routing are not so well behaved.
 *
 * While a verdict beside the choice is open the number of replications is doubled. Looking k times
 * multiplies the chances to err, so the k-th look spends only 1/2ᵏ of them. A trace whose future is
 * asked about holds no more evidence than one look at its resamples finds.
 *
 * A count is given up as soon as it can't hold the SLO any more, whatever is still to be simulated
 * of it. Those that the answer speaks of, the choice's neighbours below as far as the first that is
 * proven too few, are simulated to the end.
 *
 * @param settings - At least one.
 * @param executor - Where tasks run; stays open.
 * @throws WorkloadError if a workload has no request to measure.
 */
export async function searchChoice(
  settings: readonly SweptSetting[],
  executor: Executor,
  limits: SearchLimits,
): Promise<SearchOutcome> {
  const searches = settings.map(
    (setting) => new SettingSearch(setting, executor, limits.endsEarly),
  );
  for (const search of searches) await search.planFuture();
  for (let look = 1; ; look++) {
    for (const search of searches) {
      const { scenario } = search.setting;
      if (look > 1 && search.isFinal) continue;
      const alpha = (1 - scenario.slo.confidence) / settings.length;
      const spent = search.isFinal ? alpha : alpha / 2 ** look;
      await search.look(look, isExact(scenario) ? null : 1 - spent);
    }
    const groups = searches.map((search) => search.points());
    const isSettled = searches.every((search) => search.isSettled());
    const isOver = searches.every((search) => search.isFinal || search.isSettled());
    const requests = searches.reduce((sum, search) => sum + search.requests, 0);
    if (isOver || limits.isSpent() || 3 * requests > limits.requests) {
      return {
        choice: chooseReplicas(groups),
        points: groups.flat(),
        endedEarly: searches.flatMap((search) => search.endedEarly()),
        isSettled,
        replications: Math.max(...searches.map((search) => search.replications)),
        requests,
        workload: searches[0].workload!,
      };
    }
  }
}

/** The search among the replica counts of one setting. */
class SettingSearch {
  readonly setting: SweptSetting;
  /** Replications of each count at the present look. */
  replications = 0;
  /** Requests simulated so far. */
  requests = 0;
  workload: WorkloadFacts | null = null;
  private readonly executor: Executor;
  private readonly counts: readonly number[];
  /** Replications so far, and the summary at the present look, by index of the count. */
  private readonly done = new Map<number, Replication[]>();
  private readonly summaries = new Map<number, Point>();
  /** Counts that were given up, by index of the count. */
  private readonly ended = new Map<number, EarlyEnd>();
  /** Replications whose requests were counted, by index of the count. */
  private readonly counted = new Map<number, number>();
  private readonly durations: number[] = [];
  /** Requests of each replication, but those of users. */
  private readonly sizes: number[] = [];
  private readonly endsEarly: boolean;
  /** What each summary was made of, by index of the count. */
  private readonly swept = new Map<number, SweptPoint>();
  private confidence: number | null = null;
  /** How the trace is resampled, once that is known; null if its future isn't asked about. */
  private resampling: Resampling | null = null;

  constructor(setting: SweptSetting, executor: Executor, endsEarly: boolean) {
    this.setting = setting;
    const isClosed = sourcesOf(setting.scenario.workload).some((source) => "users" in source);
    this.endsEarly = endsEarly && !isClosed && resamplesOf(setting.scenario) === 0;
    this.executor = executor;
    this.counts = setting.scenario.fleet.replicas;
  }

  /** True if another look would find no more than the first. */
  get isFinal(): boolean {
    return this.resampling !== null || isExact(this.setting.scenario);
  }

  /** Finds the choice in hindsight, for the future of a trace is judged by blocks chosen there. */
  async planFuture(): Promise<void> {
    if (resamplesOf(this.setting.scenario) === 0) return;
    await this.look(1, null);
    const points = this.indices().map((index) => this.swept.get(index)!);
    this.resampling = planResampling(this.setting, points);
    this.summaries.clear();
  }

  /** Finds the choice with twice the replications of the look before. */
  async look(look: number, confidence: number | null): Promise<void> {
    const { run } = this.setting.scenario;
    this.replications = run.replications * 2 ** (look - 1);
    this.confidence = confidence;
    this.forgetOpen();
    if (!(await this.isMet(this.counts.length - 1, false))) return;
    await this.bisect();
    for (let index = this.unfinished(); index !== null; index = this.unfinished()) {
      if (await this.isMet(index, false)) await this.bisect();
    }
  }

  /** Finds the choice among the counts below the largest, which holds. */
  private async bisect(): Promise<void> {
    let failing = -1;
    let holding = this.counts.length - 1;
    while (holding - failing > 1) {
      const middle = (failing + holding) >> 1;
      if (await this.isMet(middle, middle < holding - 1)) holding = middle;
      else failing = middle;
    }
    await this.lookAround(holding);
  }

  /** The largest count that was given up and has none above it that is proven too few, or null. */
  private unfinished(): number | null {
    const largest = Math.max(-1, ...this.ended.keys());
    const isProven = [...this.summaries].some(
      ([index, { verdict }]) => index > largest && verdict === "missed",
    );
    return largest < 0 || isProven ? null : largest;
  }

  /** Counts that were given up, ascending. */
  endedEarly(): EndedPoint[] {
    const { settings } = this.setting;
    return [...this.ended.keys()]
      .sort((a, b) => a - b)
      .map((index) => ({ replicas: this.counts[index], settings, ...this.ended.get(index)! }));
  }

  /** Counts that were simulated at the present look, ascending. */
  points(): Point[] {
    const indices = this.indices();
    const simulated = indices.map((index) =>
      simulatedPoint(this.setting, this.swept.get(index)!, this.confidence),
    );
    return compareNeighbours(
      simulated,
      indices.map((index) => this.summaries.get(index)!),
    );
  }

  private indices(): number[] {
    return [...this.summaries.keys()].sort((a, b) => a - b);
  }

  /** True if the count below the choice, or the largest if there is none, is proven too few. */
  isSettled(): boolean {
    const points = this.points();
    const below = points.findLast(({ verdict }) => verdict !== "met");
    return below === undefined || below.verdict === "missed";
  }

  /**
   * Keeps the verdicts that are decided; those beside the choice, and its own, are looked at anew.
   */
  private forgetOpen(): void {
    const points = this.points();
    const below = points.findLast(({ verdict }) => verdict !== "met");
    const choice = points.find(({ replicas }) => below === undefined || replicas > below.replicas);
    for (const [index, { replicas, verdict }] of this.summaries) {
      const isOpen = verdict === "undecided" || verdict === "insufficient";
      if (isOpen || replicas === choice?.replicas) this.summaries.delete(index);
    }
  }

  /** Looks beside a count that holds, and goes on from any neighbour that contradicts it. */
  private async lookAround(holding: number): Promise<void> {
    const { fleet, service } = this.setting.scenario;
    if (service.kind === "serial" && fleet.router === "central-queue") return;
    let highestFailing = holding - 1;
    for (let index = Math.max(0, holding - NEIGHBOURS); index <= holding + NEIGHBOURS; index++) {
      if (index >= this.counts.length) continue;
      if (await this.isMet(index, index < holding - 1)) continue;
      highestFailing = Math.max(highestFailing, index);
    }
    if (highestFailing >= holding) await this.lookAround(highestFailing + 1);
  }

  /** @param mayEnd - Whether it may be given up, and then doesn't hold. */
  private async isMet(index: number, mayEnd: boolean): Promise<boolean> {
    if (mayEnd && this.ended.has(index)) return false;
    this.ended.delete(index);
    const summary =
      this.summaries.get(index) ?? (await this.simulate(index, mayEnd && this.endsEarly));
    if (summary === null) return false;
    this.summaries.set(index, summary);
    return summary.verdict === "met";
  }

  /** Simulates what is missing of a count. @returns Null if it was given up. */
  private async simulate(index: number, mayEnd: boolean): Promise<Point | null> {
    const done = this.done.get(index) ?? [];
    this.done.set(index, done);
    const end = mayEnd ? await this.simulateUntilMissed(index, done) : null;
    if (end !== null) {
      this.ended.set(index, end);
      return null;
    }
    await this.replicate(index, done, null, () => false);
    this.count(index, done, this.replications);
    const durations = this.durations.slice(0, this.replications);
    const duration = durations.reduce((sum, one) => sum + one, 0) / durations.length;
    const replications = done.slice(0, this.replications);
    const plain = { replicas: this.counts[index], replications, resamples: null, duration };
    const point = { ...plain, resamples: await this.resample(plain) };
    this.swept.set(index, point);
    return summarizePoint(simulatedPoint(this.setting, point, this.confidence));
  }

  /**
   * Simulates a count until it can't hold the SLO any more. In hindsight, where one run is all
   * there is, that run is broken off; elsewhere the last replications are spared, as many whatever
   * the number of threads: what one of them has begun too many counts only when it is wanted.
   *
   * @returns Null if it came to its end.
   */
  private async simulateUntilMissed(index: number, done: Replication[]): Promise<EarlyEnd | null> {
    const { scenario } = this.setting;
    if (isExact(scenario) && this.replications === 1) {
      const targets = scenario.slo.objectives.map(({ target }) => target);
      await this.replicate(index, done, targets, () => false);
      const [{ endedEarly }] = done;
      if (endedEarly === undefined) return null;
      done.length = 0;
      this.requests += endedEarly.requests;
      return { replications: 1, ...endedEarly };
    }
    const sizes = this.sizes.slice(0, this.replications);
    // Sizes are known from the largest count, which is simulated to the end.
    const find = (): EarlyEnd | null => findEarlyEnd(scenario, prefixOf(done), sizes);
    await this.replicate(index, done, null, () => find() !== null);
    const end = find();
    if (end !== null) this.count(index, done, end.replications);
    return end;
  }

  /**
   * Adds the replications that are missing. @param isOver - Asked before each; true for no more.
   */
  private async replicate(
    index: number,
    done: Replication[],
    targets: readonly number[] | null,
    isOver: () => boolean,
  ): Promise<void> {
    const { scenario } = this.setting;
    const missing: number[] = [];
    for (let next = 0; next < this.replications; next++) {
      if (done[next] === undefined) missing.push(next);
    }
    await runInLanes(missing, this.executor.parallelism, async (replication) => {
      if (isOver()) return;
      const drawn = await this.draw(replication);
      const evaluation = evaluationOf(scenario, this.counts[index], drawn, replication);
      done[replication] = await this.executor.evaluate({ ...evaluation, targets }, drawn.columns);
    });
  }

  /**
   * Counts the requests of a count's first runs; a closed loop tells how many it had, and which.
   */
  private count(index: number, done: readonly Replication[], upTo: number): void {
    for (let next = this.counted.get(index) ?? 0; next < upTo; next++) {
      const { closedLoop } = done[next];
      this.requests += closedLoop?.workload.requests ?? this.sizes[next];
      if (closedLoop === null || next > 0) continue;
      const { notes } = this.setting;
      this.workload = { ...closedLoop.workload, notes };
    }
    this.counted.set(index, Math.max(upTo, this.counted.get(index) ?? 0));
  }

  private async resample(point: SweptPoint): Promise<SweptPoint["resamples"]> {
    const { executor, resampling, setting, workload } = this;
    if (resampling === null) return null;
    const count = (): void => void (this.requests += workload?.requests ?? 0);
    const [runs] = await resampleSetting(setting, [point], resampling, executor, count);
    return { resampling, runs };
  }

  private async draw(replication: number): Promise<OpenedWorkload> {
    const { notes, scenario, traces } = this.setting;
    const drawn = await this.executor.draw({ scenario, replication, traces, blocks: null });
    requireMeasured(drawn, scenario);
    this.durations[replication] = drawn.duration;
    this.sizes[replication] = drawn.columns.arrivals.length;
    if (replication === 0) {
      this.workload ??= describeWorkload(drawn.columns, drawn.duration, notes);
    }
    return drawn;
  }
}

/** The replications before the first that isn't done. */
function prefixOf(done: readonly (Replication | undefined)[]): readonly Replication[] {
  const prefix: Replication[] = [];
  for (const one of done) {
    if (one === undefined) break;
    prefix.push(one);
  }
  return prefix;
}

/**
 * The counts a search may try for a scenario that names only one: from a single replica to four
 * times as many. With an autoscaler there is nothing to search.
 */
export function searchableCounts(scenario: Scenario): readonly number[] {
  const { autoscaler, replicas } = scenario.fleet;
  if (replicas.length > 1 || autoscaler !== null) return replicas;
  return Array.from({ length: 4 * replicas[0] }, (_, index) => index + 1);
}
