import type { Argv } from "yargs";
import { suggestWord } from "../../scenario/suggest.ts";
import { declaredBy, type Declared } from "./declared.ts";
import { optionNames, optionWords } from "./option-words.ts";

/**
 * Says in a line what is wrong with a command line, in place of what yargs says and its whole help.
 *
 * @param message - Of yargs, in English.
 * @param args - The command line.
 */
export function describeMisuse(parser: Argv, message: string, args: readonly string[]): string {
  const declared = declaredBy(parser);
  const command = ["tailcap", ...declared.words].join(" ");
  const [, following] = /^Not enough arguments following: (.+)$/u.exec(message) ?? [];
  if (following !== undefined) {
    const about = declared.descriptions.get(following);
    return pointing(`--${following} needs a value${about ? `: ${about}` : ""}`, command);
  }
  if (/^Unknown (?:argument|command)s?: /u.test(message)) {
    return pointing(unknown(declared, command, message, args), command);
  }
  const [, count] = /^Not enough non-option arguments: got (\d+)/u.exec(message) ?? [];
  if (count !== undefined) return pointing(missing(declared, command, Number(count)), command);
  if (message.startsWith("Missing required argument")) {
    return pointing(required(declared, args), command);
  }
  const [, name, given] = /Argument: (\S+), Given: "(.*)", Choices: /u.exec(message) ?? [];
  if (name !== undefined) return pointing(noChoice(declared, name, given), command);
  return pointing(message, command);
}

function pointing(complaint: string, command: string): string {
  return `${complaint} (see ${command} --help)`;
}

function unknown(
  declared: Declared,
  command: string,
  message: string,
  args: readonly string[],
): string {
  const { commands, options } = declared;
  const names = message.replace(/^[^:]*: /u, "").split(", ");
  const isUnknown = (name: string): boolean => names.includes(name);
  const words = optionWords(args).filter((word) => optionNames(word).some(isUnknown));
  if (words.length > 0) {
    const named = words.map((word) => {
      const [, dashes, name] = /^(--no-|-+)([^=]*)/u.exec(word) ?? ["", "--", word];
      const near = nearest(name, options);
      const prefix = dashes === "--no-" ? dashes : "--";
      return `unknown option ${dashes}${name}${near === null ? "" : `; did you mean ${prefix}${near}?`}`;
    });
    return named.join("\n");
  }
  const [word] = names;
  if (commands.length === 0) return `${command} takes no further argument, got ${word}`;
  const near = nearest(word, commands);
  const list = commands.length <= 4 ? `; there is ${commands.join(", ")}` : "";
  const hint = near === null ? list : `; did you mean ${near}?`;
  return `unknown command ${word}${hint}`;
}

/** Which of the arguments that a command can't do without aren't there. */
function missing(
  { descriptions, positionals, required }: Declared,
  command: string,
  given: number,
): string {
  const absent = positionals.filter((name) => required.includes(name)).slice(given);
  const described = absent.map((name) => `<${name}>, ${descriptions.get(name)}`);
  return `${command} needs ${described.join("; ")}`;
}

function required(
  { choices, descriptions, positionals, required: all }: Declared,
  args: readonly string[],
): string {
  const given = new Set(optionWords(args).flatMap(optionNames));
  const absent = all.filter((name) => !positionals.includes(name) && !given.has(name));
  return absent
    .map((name) => {
      const what = choices.has(name) ? listed(choices.get(name)!) : descriptions.get(name);
      return `--${name} is required: ${what}`;
    })
    .join("\n");
}

function noChoice({ choices, positionals }: Declared, name: string, given: string): string {
  const what = positionals.includes(name) ? `<${name}>` : `--${name}`;
  const words = choices.get(name) ?? [];
  const near = nearest(given, words);
  const hint = near === null ? "" : `; did you mean ${near}?`;
  return `${what} must be ${listed(words)}, got ${given || "nothing"}${hint}`;
}

function listed(words: readonly string[]): string {
  const all = [...words];
  const last = all.pop();
  return all.length === 0 ? `${last}` : `${all.join(", ")} or ${last}`;
}

/** The nearest word, or the only one that begins so. */
function nearest(word: string, words: readonly string[]): string | null {
  const begun = words.filter((one) => one.startsWith(word));
  return begun.length === 1 ? begun[0] : suggestWord(word, words);
}
