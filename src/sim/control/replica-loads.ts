import { grownFloat64 } from "../request-slots.ts";
import type { FleetView } from "../routing/fleet-view.ts";
import type { Gauges } from "./gauges.ts";
import { CENTRAL } from "./replica-servers.ts";

/** Counts what waits and runs on each replica, for routers, and in all, for the gauges. */
export class ReplicaLoads implements FleetView {
  outstanding: Float64Array = new Float64Array(16);
  waiting: Float64Array = new Float64Array(16);
  running: Float64Array = new Float64Array(16);
  private acceptingNow: number[] = [];
  private readonly gauges: Gauges;
  private readonly kvUseOf: (replica: number) => number;

  /** @param kvUseOf - Share of a replica's KV cache in use. */
  constructor(gauges: Gauges, kvUseOf: (replica: number) => number) {
    this.gauges = gauges;
    this.kvUseOf = kvUseOf;
  }

  get accepting(): readonly number[] {
    return this.acceptingNow;
  }

  kvUse(replica: number): number {
    return this.kvUseOf(replica);
  }

  /** Makes room for a replica. */
  open(replica: number): void {
    while (replica >= this.outstanding.length) {
      this.outstanding = grownFloat64(this.outstanding);
      this.waiting = grownFloat64(this.waiting);
      this.running = grownFloat64(this.running);
    }
  }

  /** Adds a replica to those that take requests, or takes it away from them. */
  setAccepting(replica: number, isAccepting: boolean): void {
    const others = this.acceptingNow.filter((other) => other !== replica);
    this.acceptingNow = isAccepting
      ? [...others, replica].sort((left, right) => left - right)
      : others;
  }

  /** Changes the number that waits in a queue; CENTRAL counts for no replica. */
  addWaiting(queue: number, change: number): void {
    this.gauges.waiting += change;
    if (queue === CENTRAL) return;
    this.waiting[queue] += change;
    this.outstanding[queue] += change;
  }

  /** Changes the number in service on a replica. */
  addRunning(replica: number, change: number): void {
    this.gauges.running += change;
    this.running[replica] += change;
    this.outstanding[replica] += change;
  }
}
