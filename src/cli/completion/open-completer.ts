import { completeWord } from "./complete-files.ts";
import { shellOf } from "./scripts.ts";

/** The option under which yargs is asked for completions. */
const REQUEST = "--get-yargs-completions";

/** What yargs calls: it offers what it knows itself, and takes the words to print. */
export type Completer = (
  current: string,
  argv: unknown,
  byYargs: (take: (error: Error | null, known: string[] | undefined) => void) => void,
  done: (words: string[]) => void,
) => void;

/**
 * Prepares the completion of a command line: its commands and options, the files that its command
 * takes, the fields that can be explained. What that takes is loaded beforehand, since yargs goes
 * on to carry out the command unless it has the words at once.
 *
 * @param line - All arguments of the process.
 */
export async function openCompleter(line: readonly string[]): Promise<Completer> {
  const words = line.slice(line.indexOf(REQUEST) + 1);
  const current = words[words.length - 1] ?? "";
  const isField = words.slice(0, -1).includes("explain") && !current.startsWith("-");
  if (line.includes(REQUEST) && isField) {
    const { completeField } = await import("./complete-fields.ts");
    return (_current, _argv, _byYargs, done) => done([...completeField(current)]);
  }
  const shell = shellOf(process.env.SHELL);
  return (_current, _argv, byYargs, done) =>
    byYargs((_error, known = []) => done([...completeWord(words, known, shell)]));
}
