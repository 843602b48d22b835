import { isAccepting, isPresent, type Fleet, type FleetSetting } from "./fleet.ts";
import { RANK_CAPACITY } from "./fleet-events.ts";

/**
 * Replaces all replicas by new ones, as a Kubernetes Deployment's rolling update does: at most
 * `maxSurge` more than desired at once, at most `maxUnavailable` fewer ready.
 *
 * @see Kubernetes, Deployment `strategy.rollingUpdate` (v1.34 documentation, read 2026-11).
 */
export class Rollouts {
  private readonly fleet: Fleet;
  /** Replicas with a lower serial number are old; null while no rollout is on. */
  private oldBefore: number | null = null;
  private maxUnavailable = 0;
  private maxSurge = 0;

  constructor(fleet: Fleet, { events, plan }: FleetSetting) {
    this.fleet = fleet;
    for (const { at, maxSurge, maxUnavailable } of plan.fleet.failures.rollouts) {
      events.schedule(at, RANK_CAPACITY, (now) => {
        this.maxSurge = maxSurge;
        this.maxUnavailable = maxUnavailable;
        this.oldBefore =
          Math.max(-1, ...this.fleet.select(isPresent).map(({ serial }) => serial)) + 1;
        this.step(now);
      });
    }
    fleet.whenReady((_, now) => this.step(now));
    fleet.whenChanged((now) => this.step(now));
  }

  /** Starts and lets go what the limits allow now. */
  private step(now: number): void {
    if (this.oldBefore === null) return;
    const { fleet, maxSurge, maxUnavailable, oldBefore } = this;
    const replicas = fleet.select(isPresent);
    const old = replicas.filter(({ serial }) => serial < oldBefore);
    const accepting = old.filter(isAccepting);
    let present = replicas.length;
    let fresh = present - old.length;
    let ready = replicas.filter(isAccepting).length;
    for (const spare of [...old.filter((replica) => !isAccepting(replica)), ...accepting]) {
      while (isAccepting(spare) && ready <= fleet.desired - maxUnavailable) {
        if (present >= fleet.desired + maxSurge || fresh >= fleet.desired) return;
        fleet.start(now);
        present++;
        fresh++;
      }
      if (isAccepting(spare)) ready--;
      fleet.letGo(spare, now);
      present--;
    }
    this.oldBefore = null;
    if (present > fleet.desired) fleet.scaleTo(fleet.desired, now);
  }
}
