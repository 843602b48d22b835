import * as z from "zod";
import { didYouMean, mustBeOneOf } from "./messages.ts";
import { isMapping, reportNoMapping } from "./mapping.ts";
import { node, readPart, type Report } from "./node.ts";
import { suggestWord } from "./suggest.ts";

/**
 * A value that may take several forms, of which a look at it tells which is meant; so a mistake is
 * reported for the form that was meant, not as a mismatch with all of them.
 *
 * @param forms - All of them, for the JSON Schema.
 * @param pick - Picks one, or reports why none is meant.
 */
export function choice<T>(
  forms: readonly z.ZodType<T>[],
  pick: (value: unknown, report: Report) => z.ZodType<T> | undefined,
): z.ZodType<T> {
  return node(z.union(forms), (value, report) => {
    const schema = pick(value, report);
    return schema === undefined ? undefined : readPart(schema, value, [], report);
  });
}

/**
 * A mapping of which one key, the tag, says which other keys it has.
 *
 * @param tag - Name of that key.
 * @param forms - Schemas by the tag's value; each takes the whole mapping, tag included.
 * @param describes - What the tag chooses, for a hint.
 */
export function tagged<T>(
  tag: string,
  forms: Readonly<Record<string, z.ZodType<T>>>,
  describes: string,
): z.ZodType<T> {
  const names = Object.keys(forms);
  return choice(Object.values(forms), (value, report) => {
    if (!isMapping(value)) return reportNoMapping([tag, "…"], value, report);
    const name = value[tag];
    if (typeof name === "string" && Object.hasOwn(forms, name)) return forms[name];
    if (Object.hasOwn(value, tag)) {
      return report({
        code: "bad-value",
        message: mustBeOneOf(names, name),
        hint: didYouMean(typeof name === "string" ? suggestWord(name, names) : null),
        path: [tag],
      });
    }
    return report({
      code: "missing-key",
      message: "is required",
      hint: `${describes}: one of ${names.join(", ")}${misspelled(tag, value)}`,
      path: [tag],
    });
  });
}

function misspelled(tag: string, value: Readonly<Record<string, unknown>>): string {
  const near = suggestWord(tag, Object.keys(value));
  return near === null ? "" : `; \`${near}\` should be \`${tag}\``;
}
