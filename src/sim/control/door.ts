import { counterUniform, PURPOSE_ROUTE } from "../../random/counter-uniform.ts";
import { GradientLimit } from "../admission/gradient-limit.ts";
import { TokenBucket } from "../admission/token-bucket.ts";
import type { ControlPlan } from "../control-plan.ts";
import { NONE } from "../request-slots.ts";
import { FleetRouter } from "../routing/fleet-router.ts";
import { SlotLists } from "../slot-lists.ts";
import {
  OUTCOME_REJECTED_CANNOT_FIT,
  OUTCOME_REJECTED_NO_REPLICA,
  OUTCOME_REJECTED_QUEUE_FULL,
  OUTCOME_REJECTED_SHED,
  ROUTER_CENTRAL_QUEUE,
  ROUTER_POWER_OF_TWO,
  type SimPlan,
  type WorkloadColumns,
} from "../sim-plan.ts";
import { HELD, type Attempts } from "./attempts.ts";
import type { ReplicaLoads } from "./replica-loads.ts";
import { CENTRAL, type ReplicaServers } from "./replica-servers.ts";

/** Says that an attempt was let in: no outcome yet. */
export const ADMITTED = -1;

/** Routers of attempts that are not a request's first draw from this many per attempt. */
const UNIFORMS_PER_ATTEMPT = 2;

/**
 * Lets attempts in, holds them while no replica takes any, and routes them.
 */
export class Door {
  readonly router: FleetRouter;
  /** True if one queue feeds all replicas. */
  readonly isCentral: boolean;
  private readonly plan: SimPlan;
  private readonly control: ControlPlan;
  private readonly columns: WorkloadColumns;
  private readonly attempts: Attempts;
  private readonly loads: ReplicaLoads;
  private readonly servers: ReplicaServers;
  private readonly bucket: TokenBucket | null;
  private readonly gradient: GradientLimit | null;
  /** Attempts held for want of a replica. */
  private readonly held: SlotLists;
  private readonly uniformsPerRow: number;
  private sent = 0;

  constructor(
    plan: SimPlan,
    control: ControlPlan,
    columns: WorkloadColumns,
    attempts: Attempts,
    loads: ReplicaLoads,
    servers: ReplicaServers,
    router: FleetRouter,
  ) {
    const { adaptiveConcurrency, tokenBucket } = control.admission;
    this.plan = plan;
    this.control = control;
    this.columns = columns;
    this.attempts = attempts;
    this.loads = loads;
    this.servers = servers;
    this.router = router;
    this.isCentral = plan.router === ROUTER_CENTRAL_QUEUE;
    this.bucket = tokenBucket === null ? null : new TokenBucket(tokenBucket);
    this.gradient =
      adaptiveConcurrency === null ? null : new GradientLimit(adaptiveConcurrency, control.seed);
    this.held = new SlotLists(attempts, 1);
    this.uniformsPerRow = plan.router === ROUTER_POWER_OF_TWO ? 2 : 1;
  }

  /**
   * Decides on an attempt that a client sends, and routes it.
   *
   * @param number - Which attempt of its request it is, from 1.
   * @param excluded - Replica to avoid where there is another; NONE for none.
   * @returns ADMITTED, or the outcome with which it is turned away. `owners` then says by which
   *   replica; NONE if by none.
   */
  admit(attempt: number, number: number, excluded: number, inFlight: number, now: number): number {
    if (this.bucket !== null && !this.bucket.allows(now)) return OUTCOME_REJECTED_SHED;
    if (this.gradient !== null && !this.gradient.admits(inFlight, now)) {
      return OUTCOME_REJECTED_SHED;
    }
    return this.route(attempt, number, excluded, now);
  }

  /** Routes an attempt that is in already; see `admit`. */
  route(attempt: number, number: number, excluded: number, now: number): number {
    const { attempts, servers } = this;
    attempts.owners[attempt] = NONE;
    if (this.loads.accepting.length === 0) return this.hold(attempt);
    const queue = this.isCentral ? CENTRAL : this.choose(attempt, number, excluded);
    attempts.owners[attempt] = queue;
    if (!servers.fits(attempts.sizeRows[attempt])) return OUTCOME_REJECTED_CANNOT_FIT;
    const isFull = servers.queueLength(queue) >= this.plan.queueLimit;
    if (isFull && !servers.wouldStart(attempt, queue, now)) return OUTCOME_REJECTED_QUEUE_FULL;
    if (!this.isCentral) {
      this.router.sent(attempts.sentAs[attempt], queue, attempts.sizeRows[attempt]);
    }
    servers.enqueue(attempt, queue, now);
    return ADMITTED;
  }

  /** True while attempts are held for want of a replica. */
  get isHolding(): boolean {
    return this.held.lengths[0] > 0;
  }

  /** Takes an attempt out of those held. */
  unhold(attempt: number): void {
    this.held.remove(0, attempt);
    this.loads.addWaiting(CENTRAL, -1);
  }

  /** Attempts held, in order, taken out: there is a replica for them now. */
  release(): number[] {
    const released: number[] = [];
    while (this.held.lengths[0] > 0) {
      const attempt = this.held.heads[0];
      this.unhold(attempt);
      released.push(attempt);
    }
    return released;
  }

  /** Counts an attempt as gone from the replica it was sent to. */
  left(attempt: number, replica: number): void {
    if (!this.isCentral) this.router.ended(this.attempts.sentAs[attempt], replica);
  }

  /** Learns how long an attempt took that was answered. */
  observe(latency: number, now: number): void {
    this.gradient?.observe(latency, now);
  }

  private hold(attempt: number): number {
    if (this.control.fleet.holdsAtZero === 0) return OUTCOME_REJECTED_NO_REPLICA;
    if (!this.servers.fits(this.attempts.sizeRows[attempt])) return OUTCOME_REJECTED_CANNOT_FIT;
    if (this.held.lengths[0] >= this.plan.queueLimit) return OUTCOME_REJECTED_QUEUE_FULL;
    this.attempts.phases[attempt] = HELD;
    this.held.pushBack(0, attempt);
    this.loads.addWaiting(CENTRAL, 1);
    return ADMITTED;
  }

  private choose(attempt: number, number: number, excluded: number): number {
    const { attempts } = this;
    const sizeRow = attempts.sizeRows[attempt];
    const order = this.sent++;
    attempts.sentAs[attempt] = order;
    const u1 = this.uniform(sizeRow, number, 0, order);
    const u2 = this.uniformsPerRow === 2 ? this.uniform(sizeRow, number, 1, order) : 0;
    return this.router.choose(order, sizeRow, u1, u2, excluded);
  }

  /** The request's own draw for its first attempt, another for each further one. */
  private uniform(sizeRow: number, number: number, which: number, order: number): number {
    const { routeUniforms } = this.columns;
    const place = sizeRow * this.uniformsPerRow + which;
    if (number === 1 && place < routeUniforms.length) return routeUniforms[place];
    if (routeUniforms.length === 0 && this.control.routing.instances === 1) return 0;
    return counterUniform(
      this.control.seed,
      PURPOSE_ROUTE,
      order,
      number * UNIFORMS_PER_ATTEMPT + which,
    );
  }
}
