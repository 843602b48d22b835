/**
 * Values of resolved scenarios as they are written in scenario files: with the unit that the path
 * they stand at calls for.
 */

type Unit = "duration" | "rate" | "price" | "fee" | "penalty" | "share";

/** Units by path, first match; `[…]` stands for any list position. What matches none has no unit. */
const UNITS: readonly (readonly [RegExp, Unit])[] = [
  [/^maintenance\.rate$|(?:^|\.)price$/, "price"],
  [/\.fee$/, "fee"],
  [/^slo\.penalty$/, "penalty"],
  [/^sensitivity\.|^drift\.|^slo\.(?:confidence$|credits)/, "share"],
  [/^slo\.(?:objectives\[\]|timeSlice)\.target$/, "share"],
  [/\.(?:failureShare|failsAt|pastTtl|reserved|tolerance|share|calibrationError)$/, "share"],
  [/^service\.calibration\.(?:error|ttftError)$/, "share"],
  [/\.arrivals\.points\[\]\[1\]$|\.rate$/, "rate"],
  [
    /\.arrivals\.points\[\]\[0\]$|\.autoscaler\.points\[\]\[0\]$|\.trend\.\w+\[\]\[0\]$/,
    "duration",
  ],
  // What laws of time are made of; a law's shape, shares and cv have no unit.
  [
    /(?:\.(?:time|thinkTime|timeout|start|uptime|downtime|life|interval|duration|law))\.(?:mean|value|min|max|scale|values\[\]|quantiles\[\]\[1\])$/,
    "duration",
  ],
  [/\.(?:latency|bySequences|byPrefillTokens)\.table\[\]\[1\]$|\.trace\.window\[\]$/, "duration"],
  [/\.backoff\.(?:base|max)$|\.codel\.(?:target|interval)$|\.adaptive\.latency$/, "duration"],
  [/\.(?:base|per(?:Input|Output|Prefill|Context)Token|perPrefillTokenSquared)$/, "duration"],
  [/\.(?:perItem|perSequence|requestOverhead|maxWait|warmup|within|window|timeout)$/, "duration"],
  [/\.(?:duration|meanDwell|onMean|offMean|at|interval|delay|notice|staleness)$/, "duration"],
  [/\.(?:minimumBilling|perTryTimeout|long|short|every|estimate|busyTimeout)$/, "duration"],
  [/\.(?:stabilizationWindow|period|syncPeriod|scrape|\w+Period|\w+Interval)$/, "duration"],
];

const LONGEST = 120;

/**
 * A value of a scenario in text.
 *
 * @param path - Where it stands, as in `slo.objectives[0].within`.
 * @param value - Plain data; undefined and null read `none`.
 */
export function scenarioValueText(path: string, value: unknown): string {
  const text = path === "fleet.replicas" ? countsText(value) : write(path, value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

function write(path: string, value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (typeof value === "number") return numberText(value, unitOf(path));
  if (typeof value === "string") return value;
  if (typeof value !== "object") return JSON.stringify(value) ?? "none";
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => write(`${path}[${index}]`, item)).join(", ")}]`;
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([key, member]) => `${key}: ${write(path === "" ? key : `${path}.${key}`, member)}`);
  return `{${members.join(", ")}}`;
}

/** Counts as a range where they are one. */
function countsText(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return write("", value);
  const [first] = value;
  const isRange = value.every((count, index) => count === first + index);
  if (value.length === 1) return String(first);
  return isRange ? `${first}..${first + value.length - 1}` : write("", value);
}

function unitOf(path: string): Unit | null {
  // The last position of a pair says which of the two it is; others don't matter.
  const general = path.replace(/\[\d+\](?=.)/g, "[]");
  const pair = UNITS.find(([form]) => form.test(general));
  return (
    (pair ?? UNITS.find(([form]) => form.test(general.replace(/\[\d+\]$/, "[]"))))?.[1] ?? null
  );
}

function numberText(value: number, unit: Unit | null): string {
  switch (unit) {
    case "duration":
      return durationText(value);
    case "rate":
      return `${tidy(value)}/s`;
    case "price":
      return `${dollarsText(value)}/h`;
    case "fee":
      return `${dollarsText(value)}/month`;
    case "penalty":
      return `${dollarsText(value)}/violation`;
    case "share":
      return `${tidy(value * 100)}%`;
    case null:
      return String(value);
  }
}

/** Longer units where they divide a time, shorter ones where it is a fraction of a second. */
function durationText(seconds: number): string {
  const long = [["d", 86_400] as const, ["h", 3600] as const, ["m", 60] as const];
  const whole = long.find(([, size]) => seconds >= size && seconds % size === 0);
  if (whole !== undefined) return `${tidy(seconds / whole[1])}${whole[0]}`;
  if (seconds === 0 || Math.abs(seconds) >= 1) return `${tidy(seconds)}s`;
  const short = [["ms", 1e3] as const, ["us", 1e6] as const, ["ns", 1e9] as const];
  const [unit, factor] = short.find(([, size]) => Math.abs(seconds) * size >= 1) ?? short[2];
  return `${tidy(seconds * factor)}${unit}`;
}

function dollarsText(dollars: number): string {
  const cents = dollars.toFixed(2);
  return `$${Number(cents) === dollars ? cents : tidy(dollars)}`;
}

/** Without the noise beyond the twelfth digit. */
function tidy(value: number): string {
  return String(Number(value.toPrecision(12)));
}
