import * as z from "zod";
import { isMapping, reportNoMapping } from "./mapping.ts";
import { mustBe } from "./messages.ts";
import { formatPath, parsePath } from "./key-path.ts";
import { node, type Report } from "./node.ts";
import { showValue } from "./show-value.ts";

/** Values as written, by path. */
export type SweepAxes = Readonly<Record<string, readonly unknown[]>>;

/** Most axes of a sweep; two values on each of 14 are more configurations than are allowed. */
export const MOST_AXES = 50;

/** Keys that name the scenario, steer the sweep itself or hold for all configurations alike. */
const NO_AXES: ReadonlySet<string | number> = new Set([
  "name",
  "description",
  "seed",
  "sweep",
  "sensitivity",
  "jobs",
  "maintenance",
  "experiments",
  "drift",
  "fleet.current",
  "run.question",
]);

const form = z.record(z.string(), z.array(z.unknown()).min(1));

/** Further axes of the sweep. What the values mean is checked where they are put. */
export const sweepSchema: z.ZodType<SweepAxes> = node<SweepAxes>(form, (value, report) => {
  if (!isMapping(value)) return reportNoMapping(["paths such as service.maxBatch"], value, report);
  const axisCount = Object.keys(value).length;
  if (axisCount > MOST_AXES) {
    const message = `must have at most ${MOST_AXES} axes, got ${axisCount}`;
    return report({ code: "out-of-range", message, hint: "sweep fewer keys" });
  }
  const seen = new Map<string, string>();
  const axes: (readonly [string, readonly unknown[]])[] = [];
  let isValid = true;
  for (const [key, values] of Object.entries(value)) {
    const isAxis = checkAxis(key, seen, report);
    const read = readValues(key, values, report);
    if (isAxis && read !== undefined) axes.push([key, read]);
    else isValid = false;
  }
  return isValid ? Object.fromEntries(axes) : undefined;
});

function checkAxis(key: string, seen: Map<string, string>, report: Report): boolean {
  const path = parsePath(key);
  if (path === null) {
    const hint = "such as service.maxBatch or slo.objectives[0].within";
    report({ code: "bad-value", message: "is not a path", hint, path: [key] });
    return false;
  }
  const name = formatPath(path);
  if (name === "fleet.replicas") {
    report({
      code: "conflict",
      message: "can't be an axis: replica counts are swept anyway",
      hint: "list the counts in fleet.replicas, such as replicas: [2, 4, 8] or 1..16",
      path: [key],
    });
    return false;
  }
  const fixed = [path[0], name].find((part) => NO_AXES.has(part));
  if (fixed !== undefined) {
    const message = `can't be an axis: ${fixed} isn't part of a configuration`;
    report({
      code: "conflict",
      message,
      hint: "sweep keys of service, fleet or workload",
      path: [key],
    });
    return false;
  }
  const overlapping = [...seen.keys()].find(
    (other) => other === name || isBelow(name, other) || isBelow(other, name),
  );
  if (overlapping !== undefined) {
    const message = `overlaps with the axis ${seen.get(overlapping) ?? overlapping}`;
    report({ code: "conflict", message, hint: "keep one of the two", path: [key] });
    return false;
  }
  seen.set(name, key);
  return true;
}

function isBelow(path: string, parent: string): boolean {
  return path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`);
}

function readValues(key: string, values: unknown, report: Report): readonly unknown[] | undefined {
  if (!Array.isArray(values) || values.length === 0) {
    const hint = "such as service.maxBatch: [8, 16, 32]";
    const message = mustBe("a list of at least one value", values);
    return report({ code: "wrong-type", message, hint, path: [key] });
  }
  const written = new Set<string>();
  let isValid = true;
  for (const [position, value] of values.entries()) {
    const text = JSON.stringify(value) ?? "";
    if (written.has(text)) {
      const message = `repeats ${showValue(value)}`;
      report({ code: "conflict", message, hint: "remove one of the two", path: [key, position] });
      isValid = false;
    }
    written.add(text);
  }
  return isValid ? values : undefined;
}
