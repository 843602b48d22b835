import type { Timeline } from "../control-recording.ts";
import { timelineWidth } from "../timeline-width.ts";
import type { GaugeWatcher, Gauges } from "./gauges.ts";

/** Fills the bins of a timeline as a run goes on; what comes after the last bin is left out. */
export class TimelineRecorder implements GaugeWatcher {
  private readonly timeline: Timeline;
  private readonly bins: number;

  /**
   * @param end - End of the workload, seconds.
   * @param bins - Number of bins, ≥ 1; the last tenth lies beyond the end.
   */
  constructor(end: number, bins: number) {
    this.bins = bins;
    const column = (): Float64Array => new Float64Array(bins);
    this.timeline = {
      width: timelineWidth(end, bins),
      arrivals: column(),
      attempts: column(),
      completed: column(),
      unanswered: column(),
      waiting: column(),
      running: column(),
      starting: column(),
      ready: column(),
      draining: column(),
      down: column(),
      paid: column(),
    };
  }

  countArrival(now: number): void {
    this.count(this.timeline.arrivals, now);
  }

  countAttempt(now: number): void {
    this.count(this.timeline.attempts, now);
  }

  /** Counts the end of a request, answered or not. */
  countEnd(now: number, isAnswered: boolean): void {
    this.count(isAnswered ? this.timeline.completed : this.timeline.unanswered, now);
  }

  pass(gauges: Gauges, from: number, to: number): void {
    const { width } = this.timeline;
    let bin = Math.floor(from / width);
    for (let start = from; start < to && bin < this.bins; bin++) {
      const edge = (bin + 1) * width;
      const end = to < edge ? to : edge;
      if (end > start) this.add(gauges, bin, (end - start) / width);
      start = end > start ? end : start;
    }
  }

  /** Holds the last state to the end of the last bin: a fleet outlives the run that shows it. */
  hold(gauges: Gauges): void {
    this.pass(gauges, gauges.now, this.bins * this.timeline.width);
  }

  /** The series; the recorder must not be used afterwards. */
  finish(): Timeline {
    return this.timeline;
  }

  private add(gauges: Gauges, bin: number, share: number): void {
    const { timeline } = this;
    timeline.waiting[bin] += share * gauges.waiting;
    timeline.running[bin] += share * gauges.running;
    timeline.starting[bin] += share * gauges.starting;
    timeline.ready[bin] += share * gauges.ready;
    timeline.draining[bin] += share * gauges.draining;
    timeline.down[bin] += share * gauges.down;
    timeline.paid[bin] += share * gauges.paid;
  }

  private count(column: Float64Array, now: number): void {
    const bin = Math.floor(now / this.timeline.width);
    if (bin < this.bins) column[bin]++;
  }
}
