import type { KeyPath } from "../key-path.ts";
import type { SloDocument } from "./slo-document.ts";
import { isCalendarDuration, parseSloDuration } from "./slo-duration.ts";

/** Where an indicator is described: in the SLO itself or in a document of kind SLI. */
export interface IndicatorPlace {
  readonly document: SloDocument;
  /** Of its `spec`. */
  readonly path: KeyPath;
  /** Its name; null if it has none. */
  readonly name: string | null;
}

/** What objectives of a file have in common. */
export interface SloTerms {
  /** Seconds. */
  readonly window: number;
  readonly budgeting: "occurrences" | "timeslices";
}

/** A slice of time as an objective has it. */
export interface SliceTerms {
  /** Seconds. */
  readonly window: number;
  /** Share of a slice that must be good; null if it isn't said. */
  readonly target: number | null;
}

/** Most seconds in which a slice is one: whoever means longer ones means a window. */
const LONGEST_SLICE = 86_400;
/** Fewest seconds of a window that one keeps an error budget over. */
const SHORTEST_WINDOW = 3600;
const MOST_DESCRIPTION = 1050;

/** Reads the window and the budgeting method of an SLO; null after it has failed. */
export function readTerms(slo: SloDocument, overridden: readonly string[]): SloTerms | null {
  const description = slo.words("spec", "description");
  if (description !== null && description.length > MOST_DESCRIPTION) {
    const message = `must be at most ${MOST_DESCRIPTION} characters, got ${description.length}`;
    slo.warn(["spec", "description"], message, null);
  }
  const window = overridden.includes("window") ? SHORTEST_WINDOW : readWindow(slo);
  const budgeting = overridden.includes("budgeting") ? "occurrences" : readBudgeting(slo);
  return window === null || budgeting === null ? null : { window, budgeting };
}

function readWindow(slo: SloDocument): number | null {
  const path = ["spec", "timeWindow"];
  const found = slo.count(...path);
  if (found !== 1) {
    return slo.fail(path, `must be a list of exactly one window, got ${found}`, null);
  }
  const at = [...path, 0, "duration"];
  const written = slo.words(...at);
  const seconds = written === null ? null : parseSloDuration(written);
  if (seconds === null) {
    return slo.fail(at, `must be a duration such as 28d, got ${String(slo.at(...at))}`, null);
  }
  if (seconds < SHORTEST_WINDOW) {
    const hint = "m is a minute and M a month: did you mean 1M?";
    return slo.fail(at, `must be at least 1h, got ${written}`, hint);
  }
  if (isCalendarDuration(written ?? "")) {
    slo.warn(at, `is ${written}, which is counted as ${seconds / 86_400} days`, null);
  }
  warnOfStart(slo, [...path, 0, "calendar", "startTime"]);
  if (slo.at(...path, 0, "isRolling") === false || slo.has(...path, 0, "calendar")) {
    slo.warn([...path, 0], "is a calendar window, which is taken as a rolling one", null);
  }
  return seconds;
}

/** An unquoted time is a date to a reader of YAML 1.1, and no text any more. */
function warnOfStart(slo: SloDocument, path: KeyPath): void {
  if (!slo.has(...path) || !slo.isPlain(...path)) return;
  slo.warn(path, "is not in quotes: a reader of YAML 1.1 makes a date of it", "put it in quotes");
}

function readBudgeting(slo: SloDocument): SloTerms["budgeting"] | null {
  const path = ["spec", "budgetingMethod"];
  const method = slo.at(...path);
  if (method === "Occurrences") return "occurrences";
  if (method === "Timeslices") return "timeslices";
  const hint =
    method === "RatioTimeslices"
      ? "tailcap has no such method: write slo.budgeting beside slo.openslo to choose another"
      : null;
  return slo.fail(path, `must be Occurrences or Timeslices, got ${String(method)}`, hint);
}

/** Reads the target of an objective as a share in (0, 1); null after it has failed. */
export function readTarget(slo: SloDocument, path: KeyPath): number | null {
  const isPercent = slo.has(...path, "targetPercent");
  const key = isPercent ? "targetPercent" : "target";
  const at = [...path, key];
  if (isPercent && slo.has(...path, "target")) {
    return slo.fail(path, "must have target or targetPercent, got both", "remove one of the two");
  }
  const value = slo.number(...at);
  const most = isPercent ? 100 : 1;
  if (value === null || value <= 0 || value >= most) {
    const near = !isPercent && value !== null && value >= 1 && value < 100;
    const hint = near ? `did you mean targetPercent: ${value}, or target: ${share(value)}?` : null;
    return slo.fail(at, `must be above 0 and below ${most}, got ${String(slo.at(...at))}`, hint);
  }
  if (isPercent && value < 1) {
    const hint = `did you mean ${100 * value}, or target: ${value}?`;
    slo.warn(at, `is ${value} percent of the requests, which is next to nothing`, hint);
  }
  return isPercent ? share(value) : value;
}

function share(percent: number): number {
  return Number(`${percent}e-2`);
}

/** Reads the slice of an objective with budgetingMethod Timeslices; null after it has failed. */
export function readSlice(slo: SloDocument, path: KeyPath): SliceTerms | null {
  const at = [...path, "timeSliceWindow"];
  const written = slo.at(...at);
  // A plain number is minutes.
  const seconds =
    typeof written === "number"
      ? 60 * written
      : typeof written === "string"
        ? parseSloDuration(written)
        : null;
  if (seconds === null || seconds < 1) {
    const hint = "required with Timeslices; a plain number is minutes";
    return slo.fail(at, `must be a duration such as 1m, got ${String(written)}`, hint);
  }
  if (seconds > LONGEST_SLICE) {
    const hint = "M is a month and m a minute: did you mean 1m?";
    return slo.fail(at, `must be at most 1d, got ${String(written)}`, hint);
  }
  const target = slo.number(...path, "timeSliceTarget");
  if (slo.has(...path, "timeSliceTarget") && (target === null || target <= 0 || target > 1)) {
    const found = String(slo.at(...path, "timeSliceTarget"));
    return slo.fail(
      [...path, "timeSliceTarget"],
      `must be above 0 and at most 1, got ${found}`,
      null,
    );
  }
  return { window: seconds, target };
}

/** Looks over an alert condition: one that fires while little of the budget burns is inverted. */
export function checkCondition(condition: SloDocument, path: KeyPath): void {
  const op = condition.at(...path, "op");
  if (op === "lte" || op === "lt") {
    const message = `is ${op}: the alert fires while the burn rate is low`;
    condition.warn([...path, "op"], message, "an alert on a high burn rate has op: gte");
  }
  for (const key of ["lookbackWindow", "alertAfter"]) {
    const written = condition.words(...path, key);
    if (written === null || !written.endsWith("M")) continue;
    condition.warn([...path, key], `is ${written}, which is a month`, "a minute is 1m");
  }
}
