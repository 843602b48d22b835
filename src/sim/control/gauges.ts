/** Replica-seconds and request-seconds up to an instant, aside from replicas that take no requests. */
export interface GaugeIntegrals {
  waiting: number;
  outstanding: number;
  busy: number;
  ready: number;
}

/**
 * How much there is of what is watched, at present and integrated over time. Whoever changes a
 * count does so here; the loop calls `advance` before each new instant.
 */
export class Gauges {
  /** The present instant. */
  now = 0;
  /** Requests held at the door or waiting in queues. */
  waiting = 0;
  /** Attempts in service. */
  running = 0;
  /** Replicas busy: for slots, the share in use. */
  busy = 0;
  /**
   * The part of these that is on replicas which take no requests: autoscalers don't look at pods
   * that are being deleted or not ready.
   */
  waitingAside = 0;
  runningAside = 0;
  busyAside = 0;
  /** Replicas by state. Ready ones that are down count as down alone. */
  starting = 0;
  ready = 0;
  draining = 0;
  down = 0;
  /** Integrals since 0. */
  readonly integrals: GaugeIntegrals = { waiting: 0, outstanding: 0, busy: 0, ready: 0 };
  private readonly watcher: GaugeWatcher | null;

  /** @param watcher - Sees every stretch of time too; null for none. */
  constructor(watcher: GaugeWatcher | null) {
    this.watcher = watcher;
  }

  /** Attempts waiting or in service. */
  get outstanding(): number {
    return this.waiting + this.running;
  }

  /** The same on replicas that take requests, and at the door. */
  get outstandingServed(): number {
    return this.waiting + this.running - this.waitingAside - this.runningAside;
  }

  /** Replicas that are paid for, but for those kept warm. */
  get paid(): number {
    return this.starting + this.ready + this.draining + this.down;
  }

  /** Integrates up to `now`, which becomes the present. */
  advance(now: number): void {
    const span = now - this.now;
    if (span <= 0) return;
    const { integrals } = this;
    integrals.waiting += span * (this.waiting - this.waitingAside);
    integrals.outstanding += span * this.outstandingServed;
    integrals.busy += span * (this.busy - this.busyAside);
    integrals.ready += span * this.ready;
    if (this.watcher !== null) this.watcher.pass(this, this.now, now);
    this.now = now;
  }
}

/** Sees the stretches of time over which the gauges stay as they are. */
export interface GaugeWatcher {
  pass(gauges: Gauges, from: number, to: number): void;
}
