import * as z from "zod";
import { mustBe, showCount } from "./messages.ts";
import { node, readPart } from "./node.ts";

/**
 * A list whose items all have one schema. All of them are read even if some are wrong.
 *
 * @param least - Fewest items allowed.
 */
export function list<T>(item: z.ZodType<T>, least: number): z.ZodType<readonly T[]> {
  return node(z.array(item).min(least), (value, report) => {
    if (!Array.isArray(value)) {
      return report({
        code: "wrong-type",
        message: mustBe("a list", value),
        hint: "write the items in square brackets, or one a line after a dash",
      });
    }
    if (value.length < least) {
      const wanted = `a list of at least ${showCount(least)}`;
      return report({ code: "out-of-range", message: mustBe(wanted, value) });
    }
    const items: T[] = [];
    for (const [position, part] of value.entries()) {
      const read = readPart(item, part, [position], report);
      if (read !== undefined) items.push(read);
    }
    return items.length === value.length ? items : undefined;
  });
}

/**
 * A list of exactly two values, each with its own schema.
 *
 * @param form - What to call it, such as `[time, rate]`.
 */
export function pair<A, B>(
  first: z.ZodType<A>,
  second: z.ZodType<B>,
  form: string,
): z.ZodType<readonly [A, B]> {
  return node(z.tuple([first, second]), (value, report) => {
    if (!Array.isArray(value) || value.length !== 2) {
      const code = Array.isArray(value) ? "out-of-range" : "wrong-type";
      return report({ code, message: mustBe(`a pair ${form}`, value) });
    }
    const left = readPart(first, value[0], [0], report);
    const right = readPart(second, value[1], [1], report);
    return left === undefined || right === undefined ? undefined : [left, right];
  });
}
