import { counterUniform, PURPOSE_BACKOFF } from "../../../src/random/counter-uniform.ts";
import { quantileFunction } from "../../../src/random/quantile-function.ts";
import { backoffDelay } from "../../../src/sim/client/backoff.ts";
import { openRetryBudget } from "../../../src/sim/client/open-retry-budget.ts";
import type { RetryPlan } from "../../../src/sim/control-plan.ts";
import { OUTCOME_COMPLETED, OUTCOME_FAILED, OUTCOME_TIMED_OUT } from "../../../src/sim/sim-plan.ts";
import { drawServiceTime } from "./servers.ts";
import type { Attempt, Request, World } from "./world.ts";

/** What the clients of all requests do. */
export interface Clients {
  /** A request comes into being; its first attempt is not sent yet. */
  arrive(row: number): Request;
  /** Sends the next attempt. */
  send(request: Request, now: number): Attempt;
  /** A replica has served an attempt to its end. */
  answer(attempt: Attempt, now: number): void;
  /** The deadline of an attempt has come. */
  giveUp(attempt: Attempt, now: number): void;
  /** An attempt was rejected or failed. */
  disappoint(attempt: Attempt, outcome: number, now: number): void;
}

export function openClients(world: World): Clients {
  const { control, columns, plan, table, tally, note } = world;
  const { retries, hedging } = control.client;
  const budget = openRetryBudget(retries === null ? null : retries.budget);
  const quantile = quantileFunction(
    retries === null ? { distribution: "constant", value: 0 } : retries.backoff.law,
  );
  const perTryTimeout = retries === null ? Infinity : retries.perTryTimeout;

  const end = (request: Request, last: Attempt, outcome: number, at: number): void => {
    if (request.isOver) throw new Error(`request ${request.row} got two outcomes`);
    request.isOver = true;
    request.nextAttemptAt = Infinity;
    for (const attempt of request.attempts) attempt.isWanted = false;
    const { row } = request;
    table.replica[row] = last.replica;
    table.start[row] = last.start;
    table.first[row] = last.first;
    table.end[row] = at;
    table.outcome[row] = outcome;
  };

  /** Attempts held, queued or in service, but for one that has just left a queue. */
  const countActive = (left: Attempt): number =>
    world.requests
      .flatMap(({ attempts }) => attempts)
      .filter(({ place }) => place !== "nowhere")
      .filter((attempt) => attempt !== left || attempt.place === "slot").length;

  const countRetrying = (): number =>
    world.requests.filter(
      ({ attempts, nextAttemptAt }) =>
        nextAttemptAt < Infinity ||
        attempts.some(({ first, isRetry, isWanted }) => isRetry && isWanted && Number.isNaN(first)),
    ).length;

  const retry = (
    { backoff, maxAttempts, onFailed, onRejected, onTimedOut }: RetryPlan,
    attempt: Attempt,
    outcome: number,
    now: number,
  ): void => {
    const { request } = attempt;
    const isTimeout = outcome === OUTCOME_TIMED_OUT;
    const flag = isTimeout ? onTimedOut : outcome === OUTCOME_FAILED ? onFailed : onRejected;
    if (flag === 0) return end(request, attempt, outcome, now);
    budget.onFailure();
    const sent = request.attempts.length;
    if (sent >= maxAttempts) {
      note("attempts are used up");
      return end(request, attempt, outcome, now);
    }
    if (!budget.allows(countActive(attempt), countRetrying(), isTimeout)) {
      tally.retriesDenied++;
      return end(request, attempt, outcome, now);
    }
    const uniform = counterUniform(control.seed, PURPOSE_BACKOFF, request.row, sent);
    const delay = backoffDelay(backoff, sent, request.previousDelay, uniform, quantile);
    request.previousDelay = delay;
    request.timedOutLast = isTimeout;
    if (now + delay < request.deadline) {
      request.nextAttemptAt = now + delay;
    } else {
      note("no time left for a retry");
      end(request, attempt, OUTCOME_TIMED_OUT, request.deadline);
    }
  };

  const disappoint = (attempt: Attempt, outcome: number, now: number): void => {
    const { request } = attempt;
    attempt.isWanted = false;
    if (request.attempts.some(({ isWanted }) => isWanted)) {
      note("another attempt goes on");
      return;
    }
    if (outcome === OUTCOME_TIMED_OUT && now === request.deadline) {
      end(request, attempt, outcome, now);
    } else if (retries !== null) {
      retry(retries, attempt, outcome, now);
    } else if (hedging !== null && request.attempts.length < hedging.maxAttempts) {
      note("a hedge is sent at once");
      request.nextAttemptAt = now;
    } else {
      end(request, attempt, outcome, now);
    }
  };

  return {
    arrive(row) {
      const ofClass = columns.classes.length > 0 ? columns.classes[row] : 0;
      const timeout =
        columns.timeouts.length > 0 ? columns.timeouts[row] : control.classes[ofClass].timeout;
      const arrival = columns.arrivals[row];
      const request: Request = {
        row,
        class: ofClass,
        arrival,
        deadline: arrival + timeout,
        attempts: [],
        isOver: false,
        losses: 0,
        previousDelay: 0,
        nextAttemptAt: Infinity,
        timedOutLast: false,
      };
      world.requests.push(request);
      return request;
    },

    send(request, now) {
      const isRetry = request.attempts.length > 0 && retries !== null;
      const isBeside = request.attempts.some(({ isWanted }) => isWanted);
      const attempt: Attempt = {
        request,
        number: request.attempts.length + 1,
        sentAt: now,
        deadline: Math.min(now + perTryTimeout, request.deadline),
        isRetry,
        isBeside,
        isAfterTimeout: isRetry && request.timedOutLast,
        isWanted: true,
        place: "nowhere",
        replica: -1,
        queuedAt: NaN,
        serviceTime: NaN,
        start: NaN,
        first: NaN,
      };
      request.attempts.push(attempt);
      attempt.serviceTime = drawServiceTime(world, request);
      request.nextAttemptAt = Infinity;
      tally.attempts++;
      if (isRetry) tally.retries++;
      if (attempt.number > 1 && hedging !== null) tally.hedges++;
      if (hedging !== null && attempt.number < hedging.maxAttempts) {
        request.nextAttemptAt = now + hedging.delay;
      }
      return attempt;
    },

    answer(attempt, now) {
      if (!attempt.isWanted) {
        note("served for a client who has gone");
        return;
      }
      attempt.first = now;
      if (now + plan.requestOverhead > attempt.deadline) {
        note("served too late");
        return;
      }
      if (attempt.request.attempts.some((one) => one !== attempt && one.isWanted)) {
        note("an answer beats another attempt");
      }
      if (attempt.isBeside) tally.hedgeWins++;
      end(attempt.request, attempt, OUTCOME_COMPLETED, now);
      budget.onSuccess(attempt.isRetry, attempt.isAfterTimeout);
    },

    giveUp(attempt, now) {
      const { request } = attempt;
      if (now === request.deadline) {
        const last = request.attempts.findLast(({ isWanted }) => isWanted);
        end(request, last ?? attempt, OUTCOME_TIMED_OUT, now);
      } else {
        disappoint(attempt, OUTCOME_TIMED_OUT, now);
      }
    },

    disappoint,
  };
}
