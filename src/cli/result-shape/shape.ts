/**
 * What a value of type `T` looks like in JSON. A check adds to `problems` what is wrong, in words
 * that begin with the value's path.
 */
export interface Shape<T> {
  readonly check: (value: unknown, path: string, problems: string[]) => void;
  /** Never there: makes a shape of one type unfit for another. */
  readonly of?: (value: T) => T;
}

/** Problems beyond these say nothing new. */
export const PROBLEMS_MAX = 5;
const VALUE_MAX = 40;

function shapeOf<T>(what: string, isFine: (value: unknown) => boolean): Shape<T> {
  return {
    check: (value, path, problems) => {
      if (!isFine(value)) problems.push(`${path} must be ${what}, got ${shown(value)}`);
    },
  };
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  // A number too large for a float is read as infinite, which JSON can't write.
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value);
  return text.length <= VALUE_MAX ? text : `${text.slice(0, VALUE_MAX)}…`;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** A finite number. */
export const NUMBER: Shape<number> = shapeOf("a finite number", isNumber);

/** A finite number of at least 0: seconds, dollars, rates. */
export const AMOUNT: Shape<number> = shapeOf(
  "a number of at least 0",
  (value) => isNumber(value) && value >= 0,
);

/** A number from 0 to 1. */
export const SHARE: Shape<number> = shapeOf(
  "a number from 0 to 1",
  (value) => isNumber(value) && value >= 0 && value <= 1,
);

/** A number between 0 and 1, and neither. */
export const INNER_SHARE: Shape<number> = shapeOf(
  "a number between 0 and 1",
  (value) => isNumber(value) && value > 0 && value < 1,
);

/** A finite number above 0. */
export const POSITIVE: Shape<number> = shapeOf(
  "a number above 0",
  (value) => isNumber(value) && value > 0,
);

/** A whole number of at least 0. */
export const COUNT: Shape<number> = shapeOf(
  "a whole number of at least 0",
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);

/** A text. */
export const TEXT: Shape<string> = shapeOf("a text", (value) => typeof value === "string");

/** True or false. */
export const FLAG: Shape<boolean> = shapeOf("true or false", (value) => typeof value === "boolean");

/** Anything at all. */
export const ANYTHING: Shape<unknown> = { check: () => {} };

/** One of some texts or numbers. */
export function oneOf<const T extends string | number>(...values: readonly T[]): Shape<T> {
  const what = values.map((value) => JSON.stringify(value)).join(" or ");
  return shapeOf(what, (value) => values.some((one) => one === value));
}

/** A text that matches a pattern. */
export function matching(pattern: RegExp, what: string): Shape<string> {
  return shapeOf(what, (value) => typeof value === "string" && pattern.test(value));
}

/** A value, or null. */
export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return {
    check: (value, path, problems) => {
      if (value !== null) shape.check(value, path, problems);
    },
  };
}

/** A value that may be left out. */
export function orAbsent<T>(shape: Shape<T>): Shape<T | undefined> {
  return {
    check: (value, path, problems) => {
      if (value !== undefined) shape.check(value, path, problems);
    },
  };
}

/**
 * A list of values of one shape.
 *
 * @param least - Fewest of them.
 */
export function listOf<T>(shape: Shape<T>, least = 0): Shape<readonly T[]> {
  return {
    check: (value, path, problems) => {
      if (!Array.isArray(value)) {
        problems.push(`${path} must be a list, got ${shown(value)}`);
        return;
      }
      if (value.length < least) problems.push(`${path} must have at least ${least} entries`);
      for (const [index, one] of value.entries()) {
        if (problems.length >= PROBLEMS_MAX) return;
        shape.check(one, `${path}[${index}]`, problems);
      }
    },
  };
}

/** A list of exactly two values. */
export function pairOf<A, B>(first: Shape<A>, second: Shape<B>): Shape<readonly [A, B]> {
  return {
    check: (value, path, problems) => {
      if (!Array.isArray(value) || value.length !== 2) {
        problems.push(`${path} must be a list of two, got ${shown(value)}`);
        return;
      }
      first.check(value[0], `${path}[0]`, problems);
      second.check(value[1], `${path}[1]`, problems);
    },
  };
}

/** Values of one shape by names of any kind. */
export function recordOf<T>(shape: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    check: (value, path, problems) => {
      if (!isRecord(value)) {
        problems.push(`${path} must be an object, got ${shown(value)}`);
        return;
      }
      for (const [name, one] of Object.entries(value)) {
        if (problems.length >= PROBLEMS_MAX) return;
        shape.check(one, `${path}.${name}`, problems);
      }
    },
  };
}

/** An object with a shape for every one of its fields; what else it holds is nobody's concern. */
export function objectOf<T extends object>(fields: {
  readonly [Name in keyof T]-?: Shape<T[Name]>;
}): Shape<T> {
  const shapes: readonly [string, Shape<never>][] = Object.entries(fields);
  return {
    check: (value, path, problems) => {
      if (!isRecord(value)) {
        problems.push(`${path} must be an object, got ${shown(value)}`);
        return;
      }
      for (const [name, shape] of shapes) {
        if (problems.length >= PROBLEMS_MAX) return;
        const own = Object.hasOwn(value, name) ? value[name] : undefined;
        shape.check(own, path === "" ? name : `${path}.${name}`, problems);
      }
    },
  };
}

/** Whichever of some shapes a field tells. */
export function variantOf<T extends object>(
  field: keyof T & string,
  variants: Readonly<Record<string, Pick<Shape<T>, "check">>>,
): Shape<T> {
  return {
    check: (value, path, problems) => {
      const kind = isRecord(value) ? value[field] : undefined;
      if (typeof kind !== "string" || !Object.hasOwn(variants, kind)) {
        const names = Object.keys(variants).join(" or ");
        problems.push(`${path}.${field} must be ${names}, got ${shown(kind)}`);
        return;
      }
      variants[kind].check(value, path, problems);
    },
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
