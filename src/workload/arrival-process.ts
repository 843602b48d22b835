/**
 * The arrival processes a scenario can generate, as plain data. Rates are requests per second,
 * times are seconds from the start of the run.
 */
export type ArrivalProcess = (
  | PoissonProcess
  | GammaProcess
  | WeibullProcess
  | MmppProcess
  | OnOffProcess
  | ScheduleProcess
  | DeterministicProcess
) & {
  /** Intervals during which the rate is multiplied; overlapping spikes multiply each other. */
  readonly spikes: readonly Spike[];
};

/**
 * A stretch [at, at + duration) of the run during which the arrival rate is `factor` times itself.
 */
export interface Spike {
  readonly at: number;
  readonly factor: number;
  readonly duration: number;
}

/** Independent exponential gaps of mean 1/rate. */
export interface PoissonProcess {
  readonly process: "poisson";
  readonly rate: number;
}

/** Renewal process with gamma gaps of mean 1/rate and coefficient of variation `cv`. */
export interface GammaProcess {
  readonly process: "gamma";
  readonly rate: number;
  readonly cv: number;
}

/** Renewal process with Weibull gaps of mean 1/rate and coefficient of variation `cv`. */
export interface WeibullProcess {
  readonly process: "weibull";
  readonly rate: number;
  readonly cv: number;
}

/**
 * Markov-modulated Poisson process: exponential stays of mean `meanDwell` in each state, Poisson
 * arrivals at the state's rate. `transitions[i][j]` is the probability that state j follows state
 * i; null means the states follow each other in a cycle. The run starts in a state drawn from the
 * stationary law, so that no warm-up is owed to the process itself.
 */
export interface MmppProcess {
  readonly process: "mmpp";
  readonly states: readonly { readonly rate: number; readonly meanDwell: number }[];
  readonly transitions: readonly (readonly number[])[] | null;
}

/** Poisson at `rate` during exponential on-periods, silent during exponential off-periods. */
export interface OnOffProcess {
  readonly process: "on-off";
  readonly rate: number;
  readonly onMean: number;
  readonly offMean: number;
}

/**
 * Poisson whose rate is linear between (time, rate) points, constant before the first and after
 * the last.
 */
export interface ScheduleProcess {
  readonly process: "schedule";
  readonly points: readonly (readonly [time: number, rate: number])[];
}

/** One request every 1/rate seconds, the first at 1/rate. */
export interface DeterministicProcess {
  readonly process: "deterministic";
  readonly rate: number;
}
