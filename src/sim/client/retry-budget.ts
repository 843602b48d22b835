/**
 * Bounds how many retries clients send, all of them together, so that an overload doesn't feed on
 * its own retries.
 *
 * After a failed attempt comes `onFailure`, then `allows` if a retry would follow: gRPC's throttle
 * looks at the tokens that the failure has left.
 */
export interface RetryBudget {
  /**
   * Whether a retry may be sent; takes what it costs if so.
   *
   * @param active - Attempts in the system now, queued or running, the failed one not among them.
   * @param retrying - Retries granted that have not ended, those that still back off included.
   * @param afterTimeout - Whether the attempt before timed out.
   */
  allows(active: number, retrying: number, afterTimeout: boolean): boolean;

  /**
   * An attempt was answered.
   *
   * @param wasRetry - Whether it was a retry.
   * @param afterTimeout - Whether that retry followed a timeout, as it was told to `allows`.
   */
  onSuccess(wasRetry: boolean, afterTimeout: boolean): void;

  /** An attempt was rejected, timed out or failed in a way that retries are meant for. */
  onFailure(): void;
}
