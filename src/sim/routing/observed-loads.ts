import type { FleetView, LoadReport } from "./fleet-view.ts";

interface Report {
  readonly outstanding: Float64Array;
  readonly waiting: Float64Array;
  readonly running: Float64Array;
  readonly kvUses: Float64Array;
}

/**
 * The loads that routers go by: those of the moment, or with a staleness s those that the replicas
 * reported at the last multiple of s. Nothing that was sent since is added, so all requests between
 * two reports see the same loads, which is how llm-d's endpoint picker scores its queue, KV and
 * running-request metrics. (Ray Serve's router does add what it sent itself to a cached queue
 * length: `on_send_request` in serve/_private/request_router/request_router.py, read 2026-11.)
 */
export class ObservedLoads implements LoadReport {
  /** Next instant at which the replicas report; Infinity if the loads are those of the moment. */
  nextTime: number;
  private readonly view: FleetView;
  private readonly staleness: number;
  private readonly isLive: boolean;
  private report: Report = emptyReport(0);

  /**
   * @param view - The replicas, taken for empty until the first report at `staleness`.
   * @param staleness - Seconds between reports; 0 for the loads of the moment.
   */
  constructor(view: FleetView, staleness: number) {
    this.view = view;
    this.staleness = staleness;
    this.isLive = staleness === 0;
    this.nextTime = this.isLive ? Infinity : staleness;
  }

  get outstanding(): Float64Array {
    return this.isLive ? this.view.outstanding : this.sizedReport().outstanding;
  }

  get waiting(): Float64Array {
    return this.isLive ? this.view.waiting : this.sizedReport().waiting;
  }

  get running(): Float64Array {
    return this.isLive ? this.view.running : this.sizedReport().running;
  }

  kvUse(replica: number): number {
    return this.isLive ? this.view.kvUse(replica) : this.sizedReport().kvUses[replica];
  }

  /** Takes the replicas' reports; call at `nextTime`. */
  refresh(now: number): void {
    const { view, staleness } = this;
    const report = this.sizedReport();
    report.outstanding.set(view.outstanding);
    report.waiting.set(view.waiting);
    report.running.set(view.running);
    for (const replica of view.accepting) report.kvUses[replica] = view.kvUse(replica);
    // A multiple of the interval, lest its rounding errors add up over a long run.
    let reports = Math.floor(now / staleness) + 1;
    if (reports * staleness <= now) reports++;
    this.nextTime = reports * staleness;
  }

  /** Takes a replica for empty until it reports. */
  reset(replica: number): void {
    if (this.isLive) return;
    const { outstanding, waiting, running, kvUses } = this.sizedReport();
    if (replica >= outstanding.length) return;
    outstanding[replica] = 0;
    waiting[replica] = 0;
    running[replica] = 0;
    kvUses[replica] = 0;
  }

  /** The report, with zeros for replicas that came since. */
  private sizedReport(): Report {
    const { report, view } = this;
    const length = view.outstanding.length;
    if (report.outstanding.length >= length) return report;
    const longer = emptyReport(length);
    longer.outstanding.set(report.outstanding);
    longer.waiting.set(report.waiting);
    longer.running.set(report.running);
    longer.kvUses.set(report.kvUses);
    this.report = longer;
    return longer;
  }
}

function emptyReport(length: number): Report {
  return {
    outstanding: new Float64Array(length),
    waiting: new Float64Array(length),
    running: new Float64Array(length),
    kvUses: new Float64Array(length),
  };
}
