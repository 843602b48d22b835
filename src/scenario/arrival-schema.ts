import * as z from "zod";
import { tagged } from "./choice.ts";
import { list, pair } from "./list.ts";
import { mapping, type Fields, type Shape } from "./mapping.ts";
import { described, node, orNull, type Report } from "./node.ts";
import { duration, plainNumber, rate } from "./quantity.ts";
import type { ArrivalSection } from "./scenario.ts";
import { showValue } from "./show-value.ts";

/** Rows of transition probabilities may miss 1 by this much. */
const ROW_TOLERANCE = 1e-9;
const MOST_STATES = 1000;

const positiveRate = described(rate({ above: 0 }), "Mean arrival rate.", "12/s", "700/m");
const positiveDuration = duration({ above: 0 });
const time = duration({ atLeast: 0 });

const spike = mapping({
  at: described(time, "When it starts.", "10m"),
  factor: described(plainNumber({ atLeast: 0, atMost: 1e6 }), "What the rate is multiplied by.", 3),
  duration: described(positiveDuration, "How long it lasts.", "2m"),
});

const spikes = described(
  list(spike, 0).prefault([]),
  "Stretches during which the rate is multiplied; overlapping ones multiply each other.",
  [{ at: "10m", factor: 3, duration: "2m" }],
);

const variation = described(
  plainNumber({ above: 0, atMost: 20 }),
  "Coefficient of variation of the gaps: 1 is Poisson, more is burstier.",
  2.5,
);

const state = mapping({
  rate: described(rate({ atLeast: 0 }), "Arrival rate in this state.", "40/s"),
  meanDwell: described(positiveDuration, "Mean stay in this state.", "30s"),
});

const transitions = orNull(list(list(plainNumber({ atLeast: 0, atMost: 1 }), 1), 1));

/** An arrival process, chosen by `process`. */
export const arrivalSchema: z.ZodType<ArrivalSection> = tagged<ArrivalSection>(
  "process",
  {
    poisson: process("poisson", { rate: positiveRate }),
    gamma: process("gamma", { rate: positiveRate, cv: variation }),
    weibull: process("weibull", { rate: positiveRate, cv: variation }),
    mmpp: mapping(
      {
        process: tag("mmpp"),
        states: described(list(state, 1), "States with their rates and mean stays.", [
          { rate: "5/s", meanDwell: "4m" },
          { rate: "40/s", meanDwell: "30s" },
        ]),
        transitions: described(
          transitions,
          "Row i: probabilities of the state that follows state i. Left out: a cycle.",
          [
            [0, 1],
            [1, 0],
          ],
        ),
        spikes,
      },
      checkStates,
    ),
    "on-off": process("on-off", {
      rate: described(rate({ above: 0 }), "Arrival rate while on.", "40/s"),
      onMean: described(positiveDuration, "Mean length of an on-period.", "10s"),
      offMean: described(positiveDuration, "Mean length of an off-period.", "50s"),
    }),
    schedule: mapping(
      {
        process: tag("schedule"),
        points: described(
          list(pair(time, rate({ atLeast: 0 }), "[time, rate]"), 1),
          "The rate at points in time, linear between them.",
          [
            ["0s", "5/s"],
            ["8h", "40/s"],
          ],
        ),
        spikes,
      },
      checkPoints,
    ),
    deterministic: process("deterministic", { rate: positiveRate }),
  },
  "the arrival process",
);

function tag<const N extends string>(name: N): z.ZodType<N> {
  return described(
    node(z.literal(name), (value) => (value === name ? name : undefined)),
    `The arrival process: ${name}.`,
  );
}

function process<const N extends string, S extends Shape>(
  name: N,
  shape: S,
): z.ZodType<Fields<{ process: z.ZodType<N> } & S & { spikes: typeof spikes }>> {
  return mapping({ process: tag(name), ...shape, spikes });
}

function checkStates(
  fields: Partial<{
    readonly states: readonly { readonly rate: number }[];
    readonly transitions: readonly (readonly number[])[] | null;
  }>,
  report: Report,
): void {
  const { states, transitions } = fields;
  if (!states) return;
  if (states.length > MOST_STATES) {
    const message = `must be a list of at most ${MOST_STATES}, got ${states.length}`;
    report({ code: "out-of-range", message, path: ["states"] });
    return;
  }
  if (states.every(({ rate }) => rate === 0)) {
    report({
      code: "out-of-range",
      message: "must have a rate above 0/s in at least one state",
      path: ["states"],
    });
  }
  if (transitions) checkTransitions(transitions, states.length, report);
}

function checkTransitions(
  rows: readonly (readonly number[])[],
  stateCount: number,
  report: Report,
): void {
  if (rows.length !== stateCount) {
    const message = `must have a row for each of the ${stateCount} states, got ${rows.length}`;
    report({ code: "conflict", message, path: ["transitions"] });
  }
  for (const [position, row] of rows.entries()) {
    const path = ["transitions", position];
    if (row.length !== stateCount) {
      const message = `must have a probability for each of the ${stateCount} states, got ${row.length}`;
      report({ code: "conflict", message, path });
      continue;
    }
    const sum = row.reduce((total, probability) => total + probability, 0);
    if (Math.abs(sum - 1) > ROW_TOLERANCE) {
      report({
        code: "out-of-range",
        message: `must sum to 1, got ${showValue(row)} with the sum ${sum}`,
        hint: "each row holds the probabilities of the next state",
        path,
      });
    }
  }
  if (rows.length === stateCount && !rows.every((_, state) => reachesAll(rows, state))) {
    report({
      code: "conflict",
      message: "must let every state be reached from every other",
      hint: "a state that is never left, or never entered, has no long-run rate",
      path: ["transitions"],
    });
  }
}

function reachesAll(rows: readonly (readonly number[])[], from: number): boolean {
  const reached = new Set([from]);
  for (const state of reached) {
    rows[state].forEach((probability, next) => {
      if (probability > 0 && next < rows.length) reached.add(next);
    });
  }
  return reached.size === rows.length;
}

function checkPoints(
  { points }: Partial<{ readonly points: readonly (readonly [number, number])[] }>,
  report: Report,
): void {
  if (!points) return;
  for (let position = 1; position < points.length; position++) {
    const [before] = points[position - 1];
    const [at] = points[position];
    if (at > before) continue;
    const message = `must be later than the point before it, got ${at}s after ${before}s`;
    report({ code: "conflict", message, hint: "times ascend", path: ["points", position] });
  }
  if (points.every(([, rate]) => rate === 0)) {
    report({
      code: "out-of-range",
      message: "must have a rate above 0/s at one point at least",
      path: ["points"],
    });
  }
}
