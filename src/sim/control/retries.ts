import { counterUniform, PURPOSE_BACKOFF } from "../../random/counter-uniform.ts";
import { quantileFunction } from "../../random/quantile-function.ts";
import { backoffDelay } from "../client/backoff.ts";
import { openRetryBudget } from "../client/open-retry-budget.ts";
import type { RetryBudget } from "../client/retry-budget.ts";
import type { RetryPlan } from "../control-plan.ts";
import { OUTCOME_FAILED, OUTCOME_REJECTED_CANNOT_FIT, OUTCOME_TIMED_OUT } from "../sim-plan.ts";
import type { Flight } from "./flights.ts";

/** Decides which requests try again, and when. */
export class Retries {
  /** Retries that the budget refused. */
  denied = 0;
  private readonly plan: RetryPlan;
  private readonly seed: number;
  private readonly requestOverhead: number;
  private readonly law: (uniform: number) => number;
  private readonly budget: RetryBudget;
  /** Retries granted that have not ended. */
  private open = 0;

  /**
   * @param seed - What `foldSeed` returns, for the jitter.
   * @param requestOverhead - Seconds from a token's leaving its server to the client's seeing it.
   */
  constructor(plan: RetryPlan, seed: number, requestOverhead: number) {
    this.plan = plan;
    this.seed = seed;
    this.requestOverhead = requestOverhead;
    this.law = quantileFunction(plan.backoff.law);
    this.budget = openRetryBudget(plan.budget);
  }

  /**
   * Whether a request may try again; takes what that costs. A stream isn't retried after its client
   * has seen its first token.
   *
   * @param outcome - What its last attempt came to.
   * @param active - Attempts in the system.
   */
  allows(flight: Flight, outcome: number, active: number, now: number): boolean {
    const { maxAttempts } = this.plan;
    const isTimeout = outcome === OUTCOME_TIMED_OUT;
    if (flight.attempts >= maxAttempts || flight.first + this.requestOverhead <= now) return false;
    if (!this.isMeant(outcome)) return false;
    if (this.budget.allows(active, this.open, isTimeout)) {
      this.open++;
      return true;
    }
    this.denied++;
    return false;
  }

  /** Seconds until a request tries again. */
  delayOf(flight: Flight): number {
    const { attempts, previousDelay, row } = flight;
    const uniform = counterUniform(this.seed, PURPOSE_BACKOFF, row, attempts);
    const delay = backoffDelay(this.plan.backoff, attempts, previousDelay, uniform, this.law);
    flight.previousDelay = delay;
    return delay;
  }

  /** A retry that was granted is over. */
  giveBack(): void {
    this.open--;
  }

  /** A request was answered. */
  onSuccess({ afterTimeout, retriesGranted }: Flight): void {
    this.budget.onSuccess(retriesGranted > 0, afterTimeout);
  }

  /** An attempt came to nothing; budgets look at those that retries are meant for. */
  onFailure(outcome: number): void {
    if (this.isMeant(outcome)) this.budget.onFailure();
  }

  /** True of an outcome that retries are meant for; what can never fit can't next time either. */
  private isMeant(outcome: number): boolean {
    const { onFailed, onRejected, onTimedOut } = this.plan;
    if (outcome === OUTCOME_REJECTED_CANNOT_FIT) return false;
    if (outcome === OUTCOME_TIMED_OUT) return onTimedOut === 1;
    return (outcome === OUTCOME_FAILED ? onFailed : onRejected) === 1;
  }
}
