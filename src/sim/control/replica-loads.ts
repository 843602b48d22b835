import { grownFloat64 } from "../request-slots.ts";
import type { FleetView } from "../routing/fleet-view.ts";
import { pickLeastLoaded } from "../routing/least-loaded.ts";
import { WinnerTree } from "../winner-tree.ts";
import type { Gauges } from "./gauges.ts";
import { CENTRAL } from "./replica-servers.ts";

/** Up to this many replicas a scan for the fewest outstanding beats keeping a tree. */
const SCAN_LIMIT = 32;

/** Counts what waits and runs on each replica, for routers, and in all, for the gauges. */
export class ReplicaLoads implements FleetView {
  outstanding: Float64Array = new Float64Array(16);
  waiting: Float64Array = new Float64Array(16);
  running: Float64Array = new Float64Array(16);
  /** Share of each replica that is busy. */
  private busy: Float64Array = new Float64Array(16);
  private isAside: Uint8Array = new Uint8Array(16).fill(1);
  private readonly acceptingNow: number[] = [];
  /** Keeps the least loaded replica at its root, once a large fleet is asked for it; else null. */
  private tree: WinnerTree | null = null;
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

  leastLoaded(): number {
    if (this.tree === null && this.acceptingNow.length <= SCAN_LIMIT) {
      return pickLeastLoaded(this.acceptingNow, this.outstanding);
    }
    this.tree ??= this.plantTree();
    return this.tree.winner;
  }

  /** Makes room for a replica. */
  open(replica: number): void {
    while (replica >= this.outstanding.length) {
      this.outstanding = grownFloat64(this.outstanding);
      this.waiting = grownFloat64(this.waiting);
      this.running = grownFloat64(this.running);
      this.busy = grownFloat64(this.busy);
      const isAside = new Uint8Array(this.outstanding.length).fill(1);
      isAside.set(this.isAside);
      this.isAside = isAside;
      this.tree?.grow(this.outstanding.length);
    }
  }

  /** Adds a replica to those that take requests, or takes it away from them. */
  setAccepting(replica: number, isAccepting: boolean): void {
    if ((this.isAside[replica] === 0) === isAccepting) return;
    const sign = isAccepting ? -1 : 1;
    this.isAside[replica] = isAccepting ? 0 : 1;
    this.gauges.waitingAside += sign * this.waiting[replica];
    this.gauges.runningAside += sign * this.running[replica];
    this.gauges.busyAside += sign * this.busy[replica];
    const place = this.placeOf(replica);
    if (isAccepting) this.acceptingNow.splice(place, 0, replica);
    else this.acceptingNow.splice(place, 1);
    this.tree?.set(replica, isAccepting ? this.outstanding[replica] : Infinity);
  }

  /** Changes the number that waits in a queue; CENTRAL counts for no replica. */
  addWaiting(queue: number, change: number): void {
    this.gauges.waiting += change;
    if (queue === CENTRAL) return;
    this.gauges.waitingAside += change * this.isAside[queue];
    this.waiting[queue] += change;
    this.addOutstanding(queue, change);
  }

  /** Changes the share of a replica that is busy. */
  addBusy(replica: number, change: number): void {
    this.busy[replica] += change;
    this.gauges.busy += change;
    this.gauges.busyAside += change * this.isAside[replica];
  }

  /** Changes the number in service on a replica. */
  addRunning(replica: number, change: number): void {
    this.gauges.running += change;
    this.gauges.runningAside += change * this.isAside[replica];
    this.running[replica] += change;
    this.addOutstanding(replica, change);
  }

  private addOutstanding(replica: number, change: number): void {
    this.outstanding[replica] += change;
    if (this.tree === null || this.isAside[replica] === 1) return;
    this.tree.set(replica, this.outstanding[replica]);
  }

  private plantTree(): WinnerTree {
    const tree = new WinnerTree(this.outstanding.length);
    for (const replica of this.acceptingNow) tree.set(replica, this.outstanding[replica]);
    return tree;
  }

  /** Where a replica stands, or would stand, among those that take requests. */
  private placeOf(replica: number): number {
    let low = 0;
    let high = this.acceptingNow.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.acceptingNow[middle] < replica) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
