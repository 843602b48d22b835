import {
  SIGNAL_CONCURRENCY,
  SIGNAL_KV,
  SIGNAL_QUEUE,
  SIGNAL_RATE,
  SIGNAL_UTILIZATION,
  type MetricPlan,
} from "./autoscaler-plan.ts";
import type { MetricReading } from "./autoscaler.ts";
import { exceeds } from "./rounding.ts";

/** State of the fleet at an instant, and its integrals over time from 0 to that instant. */
export interface FleetCounters {
  /** Replicas ready now. */
  readonly pods: number;
  /** Requests waiting for service, in all queues. */
  readonly waiting: number;
  /** Requests waiting or in service, those held for a fleet at zero included. */
  readonly outstanding: number;
  /** Sum over ready replicas of the share of KV blocks in use. */
  readonly kvUse: number;
  /** Requests that have arrived since 0. */
  readonly arrivals: number;
  /** Sum over replicas of the busy share, integrated. */
  readonly busyIntegral: number;
  readonly outstandingIntegral: number;
  readonly waitingIntegral: number;
  readonly kvIntegral: number;
  /** Ready replicas, integrated. */
  readonly podIntegral: number;
}

/** Cumulative quantities at an instant, from which means over a window are differences. */
interface Mark {
  readonly time: number;
  readonly value: number;
  readonly pods: number;
}

interface Sample extends MetricReading {
  readonly readableFrom: number;
}

const ORIGIN: Mark = { time: 0, value: 0, pods: 0 };
const UNREAD: MetricReading = { total: Number.NaN, pods: 0 };

/**
 * Samples one metric as a monitoring system does: every `scrape` seconds, from `scrape` on, a mean
 * over the last `window` seconds, which an autoscaler can read `delay` seconds later.
 *
 * Means are exact over the window, by differences of integrals; where the scrape interval does not
 * divide the window, the sampler also looks at the fleet one window before each scrape. Early in
 * the run a window reaches back to 0 only. A window of 0 takes the instant itself, except for
 * utilisation and rate, which have no value at an instant and go back to the sample before.
 *
 * Shares (utilisation, KV) are means over the pod-seconds of the window, times the pods ready at
 * its end, so that pods younger than the window count by their own time; concurrency, queue and
 * rate are the fleet's total, whichever pods it was on.
 */
export class MetricSampler {
  private readonly plan: MetricPlan;
  private readonly window: number;
  /** Scrapes from the start of a window to its end; −1 where that isn't a whole number. */
  private readonly lag: number;
  private scrapes = 1;
  /** The first scrape whose window starts after 0, and the one whose start is captured next. */
  private readonly firstCapture: number;
  private captures: number;
  /** Starts of windows whose end is still to come, oldest first. */
  private readonly starts: Mark[] = [];
  /** The newest readable sample, then those that can't be read yet. */
  private readonly samples: Sample[] = [];

  constructor(plan: MetricPlan) {
    this.plan = plan;
    const hasInstant = plan.signal !== SIGNAL_UTILIZATION && plan.signal !== SIGNAL_RATE;
    this.window = plan.window === 0 && !hasInstant ? plan.scrape : plan.window;
    const scrapesInWindow = this.window / plan.scrape;
    const nearest = Math.round(scrapesInWindow);
    const isWhole = !exceeds(scrapesInWindow, nearest) && !exceeds(nearest, scrapesInWindow);
    this.lag = isWhole ? nearest : -1;
    this.firstCapture = isWhole ? Infinity : Math.ceil(scrapesInWindow);
    this.captures = this.firstCapture;
  }

  /** When to call `sample` next, in seconds. */
  get nextTime(): number {
    return Math.min(this.scrapeTime, this.captureTime);
  }

  /** Takes the sample (or the start of a window) that is due at `nextTime`, which is `now`. */
  sample(now: number, counters: FleetCounters): void {
    if (this.captureTime < this.scrapeTime) {
      this.starts.push(this.mark(now, counters));
      this.captures++;
      return;
    }
    const { total, pods } = this.measure(now, counters);
    this.samples.push({ total, pods, readableFrom: now + this.plan.delay });
    this.scrapes++;
  }

  /** The newest sample taken at least `delay` seconds before `now`, which must not go back. */
  read(now: number): MetricReading {
    const { samples } = this;
    while (samples.length > 1 && !exceeds(samples[1].readableFrom, now)) samples.shift();
    if (samples.length === 0 || exceeds(samples[0].readableFrom, now)) return UNREAD;
    return samples[0];
  }

  private get scrapeTime(): number {
    return this.scrapes * this.plan.scrape;
  }

  private get captureTime(): number {
    return this.captures * this.plan.scrape - this.window;
  }

  private measure(now: number, counters: FleetCounters): MetricReading {
    const { pods } = counters;
    const { signal } = this.plan;
    if (this.window === 0) return { total: instantValue(signal, counters), pods };
    const end = this.mark(now, counters);
    const start = this.takeStart(end);
    const rise = end.value - start.value;
    if (signal !== SIGNAL_UTILIZATION && signal !== SIGNAL_KV) {
      return { total: rise / (end.time - start.time), pods };
    }
    const podSeconds = end.pods - start.pods;
    // A pod that got ready at this very instant has no sample of a share yet.
    return podSeconds > 0 ? { total: (rise / podSeconds) * pods, pods } : { total: 0, pods: 0 };
  }

  private takeStart(end: Mark): Mark {
    const { starts, lag } = this;
    if (lag !== -1) starts.push(end);
    const reachesOrigin = lag === -1 ? this.scrapes < this.firstCapture : starts.length <= lag;
    return reachesOrigin ? ORIGIN : (starts.shift() ?? ORIGIN);
  }

  private mark(now: number, counters: FleetCounters): Mark {
    return {
      time: now,
      value: integral(this.plan.signal, counters),
      pods: counters.podIntegral,
    };
  }
}

function instantValue(signal: number, counters: FleetCounters): number {
  switch (signal) {
    case SIGNAL_CONCURRENCY:
      return counters.outstanding;
    case SIGNAL_QUEUE:
      return counters.waiting;
    case SIGNAL_KV:
      return counters.kvUse;
    default:
      throw new RangeError(`signal ${signal} has no value at an instant`);
  }
}

function integral(signal: number, counters: FleetCounters): number {
  switch (signal) {
    case SIGNAL_UTILIZATION:
      return counters.busyIntegral;
    case SIGNAL_CONCURRENCY:
      return counters.outstandingIntegral;
    case SIGNAL_QUEUE:
      return counters.waitingIntegral;
    case SIGNAL_KV:
      return counters.kvIntegral;
    case SIGNAL_RATE:
      return counters.arrivals;
    default:
      throw new RangeError(`unknown signal code: ${signal}`);
  }
}
