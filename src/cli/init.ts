import { existsSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { EXIT_MET } from "./exit-code.ts";
import {
  ANSWER_NAMES,
  isComplete,
  nextQuestion,
  questionFor,
  withAnswer,
  type AnswerName,
  type Answers,
  type Question,
} from "./init/answers.ts";
import { renderScenario } from "./init/template.ts";
import { fileName } from "./options.ts";
import { print } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { writeFiles } from "./write-files.ts";

/** Arguments of `tailcap init`. */
export interface InitArguments {
  readonly name: string | undefined;
  readonly service: string | undefined;
  readonly preset: string | undefined;
  readonly rate: string | undefined;
  readonly p99: string | undefined;
  readonly ttft: string | undefined;
  readonly price: string | undefined;
  readonly replicas: string | undefined;
  readonly out: string | undefined;
  readonly yes: boolean;
}

/** Option by what it answers, for messages. */
const OPTIONS: Readonly<Record<AnswerName, string>> = {
  name: "NAME",
  service: "--service",
  preset: "--preset",
  rate: "--rate",
  within: "--p99 or --ttft",
  price: "--price",
  replicas: "--replicas",
};

/** Puts a question to the user and returns the answer, without spaces around it. */
export type Ask = (question: Question) => Promise<string>;

/**
 * `tailcap init`: asks what a new scenario is about, takes what is given by options or the usual
 * values, and writes a scenario that runs.
 *
 * @throws UsageError for answers that can't be, where nobody can be asked, and for a file that is
 *   there already.
 */
export async function init(args: InitArguments): Promise<number> {
  const out = fileName("out", args.out);
  const given = readFlags(args);
  const canAsk = process.stdin.isTTY && process.stderr.isTTY;
  if (!args.yes && !canAsk && given.service === undefined) {
    throw new UsageError(
      "standard input is no terminal, so nothing can be asked: give --service llm, batch or api " +
        "(and --rate, --ttft or --p99, --price, --replicas), or --yes for the usual values",
    );
  }
  const answers = await completeAnswers(
    given,
    canAsk && !args.yes ? askUser : ({ fallback }) => Promise.resolve(fallback),
  );
  const file = out ?? `${answers.name}.yaml`;
  if (existsSync(file))
    throw new UsageError(`${file} is there already: name another file with --out`);
  await writeFiles([{ path: file, text: renderScenario(answers) }]);
  await print(`wrote ${file}\nrun it with: tailcap run ${file}`);
  return EXIT_MET;
}

/**
 * Asks for what is missing, again where an answer can't be.
 *
 * @param given - Checked.
 */
export async function completeAnswers(given: Partial<Answers>, ask: Ask): Promise<Answers> {
  let known = given;
  let complaint: string | null = null;
  while (!isComplete(known)) {
    const question = nextQuestion(known);
    if (question === null) break;
    const text = complaint === null ? question.text : `  ${complaint}\n${question.text}`;
    const answer = (await ask({ ...question, text })) || question.fallback;
    complaint = question.check(answer);
    if (complaint === null) known = withAnswer(known, question.name, answer);
  }
  if (!isComplete(known)) throw new TypeError("a question must have an answer");
  return known;
}

/**
 * What the options answer.
 *
 * @throws UsageError for one that can't be, or that doesn't go with the service.
 */
export function readFlags(args: Omit<InitArguments, "out" | "yes">): Partial<Answers> {
  const { name, p99, preset, price, rate, replicas, service, ttft } = args;
  const kind = service ?? (preset === undefined && ttft === undefined ? undefined : "llm");
  if (kind !== undefined && kind !== "llm") {
    if (preset !== undefined) throw new UsageError(`--preset is for --service llm, got ${kind}`);
    if (ttft !== undefined) throw new UsageError(`--ttft is for --service llm: give --p99`);
  }
  if (kind === "llm" && p99 !== undefined) {
    throw new UsageError("--p99 is for --service batch and api: give --ttft for llm");
  }
  const given: Readonly<Record<AnswerName, string | undefined>> = {
    name,
    service: kind,
    preset,
    rate,
    within: ttft ?? p99,
    price,
    replicas,
  };
  let known: Partial<Answers> = {};
  for (const one of ANSWER_NAMES) {
    const value = given[one];
    if (value === undefined) continue;
    const problem = questionFor(one, known).check(value);
    if (problem !== null) throw new UsageError(`${OPTIONS[one]} ${problem}`);
    known = withAnswer(known, one, value);
  }
  return known;
}

/** Asks on standard error, so that standard output has the outcome alone. */
async function askUser({ fallback, text }: Question): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  // At the end of the input, or interrupted, a question would wait for ever.
  const ended = new AbortController();
  lines.once("close", () => ended.abort());
  try {
    const { signal } = ended;
    return (await lines.question(`${text} [${fallback}]: `, { signal })).trim();
  } catch (error) {
    if (ended.signal.aborted) throw new UsageError("\nno answer: nothing is written");
    throw error;
  } finally {
    lines.close();
  }
}
