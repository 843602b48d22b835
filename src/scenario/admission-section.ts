/** What is turned away or dropped to protect the service; null for what isn't used. */
export interface AdmissionSection {
  /** Requests a second, and how many at once after a quiet time. */
  readonly tokenBucket: { readonly rate: number; readonly burst: number } | null;
  readonly adaptiveConcurrency: AdaptiveConcurrencySection | null;
  /** Controlled delay, in seconds. */
  readonly codel: { readonly target: number; readonly interval: number } | null;
  /** Newest first under overload, in seconds. */
  readonly adaptiveLifo: { readonly interval: number; readonly busyTimeout: number } | null;
  /** Seconds that an answer is expected to take. */
  readonly deadlineAware: { readonly estimate: number } | null;
}

/** Envoy's gradient controller, with the names of its configuration; seconds and shares. */
export interface AdaptiveConcurrencySection {
  readonly sampleAggregatePercentile: number;
  readonly concurrencyLimitParams: {
    readonly maxConcurrencyLimit: number;
    readonly concurrencyUpdateInterval: number;
  };
  readonly minRttCalcParams: {
    readonly interval: number;
    readonly requestCount: number;
    readonly jitter: number;
    readonly minConcurrency: number;
    readonly buffer: number;
  };
}
