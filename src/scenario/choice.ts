import * as z from "zod";
import { didYouMean, mustBeOneOf } from "./messages.ts";
import { isMapping, reportNoMapping } from "./mapping.ts";
import { keysOf, node, readPart, type Complaint, type Report } from "./node.ts";
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

/** What a key of another product is called in the mapping of a kind; null if that isn't known. */
export type Renamed = (kind: string, key: string) => string | null;

/**
 * A mapping of which one key, the tag, says which other keys it has.
 *
 * @param tag - Name of that key.
 * @param forms - Schemas by the tag's value; each takes the whole mapping, tag included.
 * @param describes - What the tag chooses, for a hint.
 * @param renamed - Hint for an unknown key, better than the nearest word.
 * @param moved - Key of the kind that takes the value of an unknown one; null if there is none.
 */
export function tagged<T>(
  tag: string,
  forms: Readonly<Record<string, z.ZodType<T>>>,
  describes: string,
  renamed: Renamed = () => null,
  moved: Renamed = () => null,
): z.ZodType<T> {
  const names = Object.keys(forms);
  return choice(Object.values(forms), (value, report) => {
    if (!isMapping(value)) return reportNoMapping([tag, "…"], value, report);
    const name = value[tag];
    if (typeof name === "string" && Object.hasOwn(forms, name)) {
      return node(forms[name], (written, tell) =>
        readPart(forms[name], written, [], (complaint) =>
          tell(withKind(complaint, { tag, name, forms, renamed, moved })),
        ),
      );
    }
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
      hint: `${describes}: one of ${names.join(", ")}${misspelled(tag, names, value)}`,
      path: [tag],
    });
  });
}

/** Adds to a complaint about a key of the mapping what it has to do with the kind. */
function withKind(
  complaint: Complaint,
  choice: {
    readonly tag: string;
    readonly name: string;
    readonly forms: Readonly<Record<string, z.ZodType>>;
    readonly renamed: Renamed;
    readonly moved: Renamed;
  },
): Complaint {
  const { forms, moved, name, renamed, tag } = choice;
  const { code, hint, path = [] } = complaint;
  const [key] = path;
  if (path.length !== 1 || typeof key !== "string") return complaint;
  if (code === "missing-key")
    return { ...complaint, chosen: { path: [tag], others: [], moved: null } };
  if (code !== "unknown-key") return complaint;
  const near = renamed(name, key) ?? hint ?? null;
  const others = Object.keys(forms).filter((other) => keysOf(forms[other]).includes(key));
  if (others.length === 0) return { ...complaint, hint: near };
  const belongs = `\`${key}\` belongs to ${tag}: ${others.join(", ")}`;
  const advice = near === null ? belongs : `${near} (${belongs})`;
  return { ...complaint, hint: advice, chosen: { path: [tag], others, moved: moved(name, key) } };
}

function misspelled(
  tag: string,
  names: readonly string[],
  value: Readonly<Record<string, unknown>>,
): string {
  const keys = Object.keys(value);
  const near =
    suggestWord(tag, keys) ?? keys.find((key) => names.some((name) => name === value[key]));
  return near === undefined ? "" : `; \`${near}\` should be \`${tag}\``;
}
