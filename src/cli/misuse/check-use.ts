import type { Argv } from "yargs";
import { UsageError } from "../usage-error.ts";
import { declaredBy } from "./declared.ts";
import { optionWords } from "./option-words.ts";

/**
 * Refuses what yargs lets pass: an option given twice of which only one can hold, and a switch with
 * a value that is neither true nor false.
 *
 * @param args - The command line.
 * @param values - What yargs made of it.
 * @throws UsageError for the first such option.
 */
export function checkUse(
  parser: Argv,
  args: readonly string[],
  values: Readonly<Record<string, unknown>>,
): void {
  const { booleans, lists, options, positionals } = declaredBy(parser);
  for (const option of options) {
    const given = values[option];
    if (!Array.isArray(given) || lists.includes(option) || positionals.includes(option)) continue;
    throw new UsageError(`--${option} is given ${given.length} times, and only one can hold`);
  }
  for (const word of optionWords(args)) {
    const [, name, value] = /^--([^=]+)=(.*)$/su.exec(word) ?? [];
    if (name === undefined || !booleans.includes(name) || /^(?:true|false)$/u.test(value)) continue;
    throw new UsageError(`--${name} takes no value but true or false, got ${value || "nothing"}`);
  }
}
