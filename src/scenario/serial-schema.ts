import type * as z from "zod";
import { calibration, checkCalibration, withError } from "./calibration-schema.ts";
import { choice } from "./choice.ts";
import { durationDistribution } from "./distribution-schema.ts";
import { isMapping, mapping, reportUnknownKey } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { described, remembering, type Report } from "./node.ts";
import { count, duration, oneOf } from "./quantity.ts";
import type { SerialService, SerialTime } from "./scenario.ts";
import { calibrationError, kindTag, requestOverhead } from "./service-keys.ts";

/** Most slots of a replica. */
const MOST_SLOTS = 10_000;

const LINE_KEYS = ["base", "perInputToken", "perOutputToken"] as const;

const line = mapping(
  {
    base: described(duration({ atLeast: 0 }).prefault("0s"), "Time of any request.", "5ms"),
    perInputToken: described(
      duration({ atLeast: 0 }).prefault("0s"),
      "Added for each input token.",
      "60us",
    ),
    perOutputToken: described(
      duration({ atLeast: 0 }).prefault("0s"),
      "Added for each output token.",
      "12ms",
    ),
  },
  ({ base, perInputToken, perOutputToken }, report) => {
    if (base !== 0 || perInputToken !== 0 || perOutputToken !== 0) return;
    report({
      code: "out-of-range",
      message: "must have base, perInputToken or perOutputToken above 0s",
      hint: "a service that takes no time needs no replicas",
    });
  },
);

const column = mapping({
  column: described(oneOf(["duration"]), "Takes each request's time from the trace.", "duration"),
});

const law = remembering(durationDistribution);

const time = choice<SerialTime>([law, line, column], (value, report) => {
  if (!isMapping(value)) {
    return typeof value === "object" ? reportNoForm(value, report) : law;
  }
  if (Object.hasOwn(value, "distribution")) return law;
  if (Object.hasOwn(value, "column")) return column;
  if (LINE_KEYS.some((key) => Object.hasOwn(value, key))) return line;
  for (const key of Object.keys(value)) {
    reportUnknownKey(key, ["distribution", "column", ...LINE_KEYS], [], report);
  }
  return reportNoForm(value, report);
});

function reportNoForm(value: unknown, report: Report): undefined {
  const forms =
    "a duration, a distribution, {base, perInputToken, perOutputToken} or {column: duration}";
  return report({
    code: "wrong-type",
    message: mustBe(forms, value),
    hint: "such as 20ms, or {distribution: exponential, mean: 20ms}",
  });
}

/** A service whose slots serve one request at a time. */
export const serialSchema: z.ZodType<SerialService> = mapping(
  {
    kind: kindTag("serial"),
    concurrency: described(
      count(1, MOST_SLOTS).prefault(1),
      "Requests a replica serves at the same time.",
      4,
    ),
    time: described(time, "How long a request holds its slot.", "20ms", {
      distribution: "exponential",
      mean: "20ms",
    }),
    requestOverhead,
    calibration,
    calibrationError,
  },
  checkCalibration,
).transform(withError);
