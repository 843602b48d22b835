import type { RoutingPlan } from "../control-plan.ts";
import {
  ROUTER_ENDPOINT_PICKER,
  ROUTER_LEAST_KV,
  ROUTER_LEAST_OUTSTANDING,
  ROUTER_POWER_OF_TWO,
  ROUTER_PREFIX_AFFINITY,
  ROUTER_RANDOM,
  ROUTER_ROUND_ROBIN,
  type WorkloadColumns,
} from "../sim-plan.ts";
import { pickMaxScore, scoreEndpoints } from "./endpoint-scores.ts";
import type { FleetView } from "./fleet-view.ts";
import { pickLeastKv, pickLeastLoaded } from "./least-loaded.ts";
import { ObservedLoads } from "./observed-loads.ts";
import { pickByPrefix } from "./prefix-affinity.ts";
import { PrefixCaches } from "./prefix-caches.ts";
import { SentCounts } from "./sent-counts.ts";

/**
 * Chooses a replica of a changing fleet for each attempt, and keeps the replicas' prefix caches.
 *
 * What a policy goes by:
 *
 * - Counts of outstanding requests (least-outstanding, power-of-two, prefix-affinity): with one
 *   router instance the replicas' own. With several, each instance counts what it sent itself, as
 *   proxies do that don't know of each other.
 * - With a staleness, all loads are what the replicas last reported, of all instances' requests: a
 *   router's own count is never stale, a reported one is nobody's own.
 * - KV use, waiting and running requests are the replicas' metrics in any case.
 * - Matching prefixes are those of what the instance sent: an index of its own for each replica, as
 *   large as the replica's cache and updated on sending, as llm-d's approximate prefix index
 *   (`approximateprefix/indexer.go`, `autoTune` true, 2026-05) and SGLang's tree. It knows nothing
 *   of what other instances sent or of what a replica has not computed yet.
 */
export class FleetRouter {
  private readonly router: number;
  private readonly instances: number;
  private readonly scorers: RoutingPlan["scorers"];
  private readonly blockTokens: number;
  private readonly view: FleetView;
  private readonly loads: ObservedLoads;
  private readonly caches: PrefixCaches;
  /** What each instance believes that each replica has cached; empty if the policy doesn't look. */
  private readonly indexes: readonly PrefixCaches[];
  /** Null where the counts are the replicas' own. */
  private readonly sentCounts: SentCounts | null;
  /** True where the replicas' own counts, of the moment, decide alone: no list is gone through. */
  private readonly asksForLeast: boolean;
  /** Position each instance's next request takes in turn; −1 before its first. */
  private readonly turns: Float64Array;
  /** Scratch, kept to allocate nothing a request. */
  private readonly others: number[] = [];
  private shares: Float64Array = new Float64Array(0);
  private scores: Float64Array = new Float64Array(0);

  /**
   * @param router - ROUTER_ constant.
   * @param view - The replicas; read on every call, so keep it up to date.
   */
  constructor(router: number, plan: RoutingPlan, columns: WorkloadColumns, view: FleetView) {
    const { instances, staleness, prefixCacheBlocks } = plan;
    const countsRequests =
      router === ROUTER_LEAST_OUTSTANDING ||
      router === ROUTER_POWER_OF_TWO ||
      router === ROUTER_PREFIX_AFFINITY;
    const readsMetrics = router === ROUTER_LEAST_KV || router === ROUTER_ENDPOINT_PICKER;
    const matchesPrefixes = router === ROUTER_PREFIX_AFFINITY || router === ROUTER_ENDPOINT_PICKER;
    this.router = router;
    this.instances = instances;
    this.scorers = plan.scorers;
    this.blockTokens = plan.prefixBlockTokens;
    this.view = view;
    this.loads = new ObservedLoads(view, countsRequests || readsMetrics ? staleness : 0);
    this.caches = new PrefixCaches(columns, prefixCacheBlocks);
    this.indexes = Array.from(
      { length: matchesPrefixes ? instances : 0 },
      () => new PrefixCaches(columns, prefixCacheBlocks),
    );
    this.sentCounts =
      countsRequests && instances > 1 && staleness === 0 ? new SentCounts(instances) : null;
    this.asksForLeast = router === ROUTER_LEAST_OUTSTANDING && instances === 1 && staleness === 0;
    // Only one instance starts at the first replica for certain; see `takeTurn`.
    this.turns = new Float64Array(instances).fill(instances === 1 ? 0 : -1);
  }

  /** Next instant at which the loads that the policy sees change; Infinity without staleness. */
  get nextTime(): number {
    return this.loads.nextTime;
  }

  /** Takes the replicas' reports; call at `nextTime`, before anything is routed at that instant. */
  refresh(now: number): void {
    this.loads.refresh(now);
  }

  /**
   * Replica for a request. Call only while a replica accepts.
   *
   * @param k - Number of the request in order of sending, retries and hedges included.
   * @param row - Row of the columns that holds its prompt.
   * @param u1 - In [0, 1): `random`, `power-of-two`, ties of `endpoint-picker`, and where each of
   *   several `round-robin` instances starts.
   * @param u2 - In [0, 1): `power-of-two`.
   * @param excluded - Replica to avoid if there is another; −1 for none.
   * @throws RangeError if the plan names no router that chooses at arrival.
   */
  choose(k: number, row: number, u1: number, u2: number, excluded: number): number {
    if (this.asksForLeast) {
      const least = this.view.leastLoaded();
      if (least !== excluded || this.view.accepting.length === 1) return least;
    }
    const instance = k % this.instances;
    const candidates = this.listCandidates(excluded);
    const { length } = candidates;
    switch (this.router) {
      case ROUTER_ROUND_ROBIN:
        return this.takeTurn(instance, u1, excluded);
      case ROUTER_RANDOM:
        return candidates[Math.floor(u1 * length)];
      case ROUTER_LEAST_OUTSTANDING:
        return pickLeastLoaded(candidates, this.countsOf(instance));
      case ROUTER_POWER_OF_TWO: {
        const first = Math.floor(u1 * length);
        if (length === 1) return candidates[first];
        let second = Math.floor(u2 * (length - 1));
        if (second >= first) second++;
        const counts = this.countsOf(instance);
        const isSecondLess = counts[candidates[second]] < counts[candidates[first]];
        return candidates[isSecondLess ? second : first];
      }
      case ROUTER_LEAST_KV:
        return pickLeastKv(candidates, this.loads);
      case ROUTER_PREFIX_AFFINITY: {
        const shares = this.matchShares(instance, candidates, row);
        return pickByPrefix(candidates, shares, this.countsOf(instance));
      }
      case ROUTER_ENDPOINT_PICKER: {
        const shares = this.matchShares(instance, candidates, row);
        scoreEndpoints(candidates, shares, this.scorers, this.loads, this.scores);
        return candidates[pickMaxScore(this.scores, length, u1)];
      }
      default:
        throw new RangeError(`unknown router code: ${this.router}`);
    }
  }

  /** Tells the instance of request k that its request went to a replica. */
  sent(k: number, replica: number, row: number): void {
    const instance = k % this.instances;
    this.sentCounts?.add(instance, replica, 1);
    if (instance < this.indexes.length) this.indexes[instance].insert(replica, row);
  }

  /** Tells the instance of request k that its request left a replica. Call once for each `sent`. */
  ended(k: number, replica: number): void {
    this.sentCounts?.add(k % this.instances, replica, -1);
  }

  /**
   * A replica came, empty, or went: empties its cache, and routers forget its reports and prefixes.
   * Counts of outstanding requests change only by `sent` and `ended`, so lost requests must end
   * too.
   */
  reset(replica: number): void {
    this.loads.reset(replica);
    this.caches.clear(replica);
    for (const index of this.indexes) index.clear(replica);
  }

  /**
   * Tokens at the start of a row's prompt that a replica has cached, at most `input` − 1: the last
   * token of a prompt is always computed, to have something to predict from.
   *
   * @param input - Tokens of the prompt, ≥ 1.
   */
  cachedTokens(replica: number, row: number, input: number): number {
    return Math.min(this.caches.match(replica, row) * this.blockTokens, input - 1);
  }

  /** Puts a row's prompt into a replica's cache; call when the prompt has been computed. */
  cache(replica: number, row: number): void {
    this.caches.insert(replica, row);
  }

  private listCandidates(excluded: number): readonly number[] {
    const { accepting } = this.view;
    if (excluded < 0 || accepting.length === 1) return accepting;
    const { others } = this;
    others.length = 0;
    for (const replica of accepting) if (replica !== excluded) others.push(replica);
    return others;
  }

  /**
   * Several instances start at random places of the list, as Envoy's do (`seed_` in
   * `load_balancer_impl.h`), lest they send to one replica after the other in lock step.
   */
  private takeTurn(instance: number, uniform: number, excluded: number): number {
    const { turns } = this;
    const { accepting } = this.view;
    const { length } = accepting;
    if (turns[instance] < 0) turns[instance] = Math.floor(uniform * length);
    const replica = accepting[turns[instance]++ % length];
    return replica === excluded && length > 1 ? accepting[turns[instance]++ % length] : replica;
  }

  private countsOf(instance: number): Float64Array {
    const { sentCounts, loads } = this;
    if (sentCounts === null) return loads.outstanding;
    return sentCounts.of(instance, this.view.outstanding.length);
  }

  /** Share of the prompt that each candidate has cached, by the instance's own index. */
  private matchShares(instance: number, candidates: readonly number[], row: number): Float64Array {
    const index = this.indexes[instance];
    const blocks = index.blocksOf(row);
    if (this.shares.length < candidates.length) {
      this.shares = new Float64Array(2 * candidates.length);
      this.scores = new Float64Array(2 * candidates.length);
    }
    const { shares } = this;
    for (let position = 0; position < candidates.length; position++) {
      shares[position] = blocks === 0 ? 0 : index.match(candidates[position], row) / blocks;
    }
    return shares;
  }
}
