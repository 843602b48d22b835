import { replicasSchema } from "../../scenario/fleet-schema.ts";
import { mustBe } from "../../scenario/messages.ts";
import { MOST_REPLICAS } from "../../scenario/most-replicas.ts";
import { readPart, type Complaint } from "../../scenario/node.ts";
import { duration, oneOf, price, rate } from "../../scenario/quantity.ts";
import {
  findServicePreset,
  isUnknownPreset,
} from "../../scenario/service-presets/find-service-preset.ts";

/** Kinds of service that a scenario can be begun with. */
export const SERVICES = ["llm", "batch", "api"] as const;

/** What a new scenario is about, as it is written in the file. */
export interface Answers {
  readonly name: string;
  readonly service: (typeof SERVICES)[number];
  /** For `llm`; null for figures of its own. */
  readonly preset: string | null;
  readonly rate: string;
  /** Limit of the 99th percentile: of TTFT for `llm`, else of latency. */
  readonly within: string;
  readonly price: string;
  readonly replicas: string;
}

/** One of the things that are asked. */
export type AnswerName = keyof Answers;

/** A question to the user. */
export interface Question {
  readonly name: AnswerName;
  readonly text: string;
  /** Taken for an empty answer. */
  readonly fallback: string;
  /** Says what is wrong with an answer; null if it will do. */
  readonly check: (answer: string) => string | null;
}

const RATES = rate({ above: 0, atMost: 1e6 });
const NAME = /^[a-z0-9][a-z0-9-]{0,99}$/;
/** Answer that stands for no preset. */
const NO_PRESET = "none";

/** More counts than these are not all tried, but so many of them. */
const MOST_COUNTS = 40;
const SOME_COUNTS = 20;

/** Requests a second that one replica takes, about, with the figures of the template. */
const PER_REPLICA: Readonly<Record<Answers["service"], number>> = { llm: 8, batch: 1000, api: 10 };
const WITHIN = { llm: "500ms", batch: "50ms", api: "250ms" } as const;
const RATE = { llm: "20/s", batch: "1500/s", api: "40/s" } as const;
const PRICE = { llm: "$4.10/h", batch: "$1/h", api: "$0.10/h" } as const;

/** All that is asked, in this order. */
export const ANSWER_NAMES: readonly AnswerName[] = [
  "name",
  "service",
  "preset",
  "rate",
  "within",
  "price",
  "replicas",
];

/** The question for what is not known yet; the first of them, or null if everything is. */
export function nextQuestion(known: Partial<Answers>): Question | null {
  const name = ANSWER_NAMES.find((one) => known[one] === undefined);
  return name === undefined ? null : questionFor(name, known);
}

/** What is asked about one thing, with a usual answer that suits the others. */
export function questionFor(
  name: AnswerName,
  { rate: written, service = "llm" }: Partial<Answers>,
): Question {
  switch (name) {
    case "name":
      return ask(name, "Name of the scenario", "my-service", checkName);
    case "service": {
      const text = "Service: llm (continuous batching), batch (dynamic batching) or api";
      return ask(name, text, "llm", against(oneOf(SERVICES)));
    }
    case "preset": {
      const text = "Preset of the service (`tailcap presets` lists them), or none";
      return ask(name, text, NO_PRESET, checkPreset);
    }
    case "rate":
      return ask(name, "Mean arrival rate", RATE[service], against(RATES));
    case "within": {
      const what = service === "llm" ? "Time to first token" : "Latency";
      const text = `${what} that 99% of requests must hold`;
      return ask(name, text, WITHIN[service], against(duration({ above: 0 })));
    }
    case "price":
      return ask(name, "Price of a replica", PRICE[service], against(price()));
    case "replicas": {
      const counts = countsFor(service, written ?? RATE[service]);
      return ask(name, "Replica counts to try", counts, against(replicasSchema));
    }
  }
}

/** Answers with one more; those that a service has no use for are filled in. */
export function withAnswer(
  known: Partial<Answers>,
  name: AnswerName,
  text: string,
): Partial<Answers> {
  if (name === "service") {
    const service = SERVICES.find((one) => one === text) ?? "llm";
    return service === "llm" ? { ...known, service } : { ...known, service, preset: null };
  }
  if (name === "preset") return { ...known, preset: text === NO_PRESET ? null : text };
  return { ...known, [name]: text };
}

/** True if nothing is left to ask. */
export function isComplete(known: Partial<Answers>): known is Answers {
  return nextQuestion(known) === null;
}

/**
 * Counts around the load: from half of what it takes on average to three times that, and 1 to 8 at
 * least; some of them where they are many.
 *
 * @param written - The rate, valid.
 */
function countsFor(service: Answers["service"], written: string): string {
  const replicas = RATES.parse(written) / PER_REPLICA[service];
  const first = Math.max(1, Math.floor(replicas / 2));
  const last = Math.min(MOST_REPLICAS, Math.max(8, Math.ceil(replicas * 3)));
  if (last - first < MOST_COUNTS) return `${first}..${last}`;
  const step = (last - first) / (SOME_COUNTS - 1);
  const counts = Array.from({ length: SOME_COUNTS }, (_, place) =>
    Math.round(first + step * place),
  );
  return `[${counts.join(", ")}]`;
}

function checkName(answer: string): string | null {
  if (NAME.test(answer)) return null;
  const wanted = "lower-case letters, digits and dashes, starting with a letter or digit";
  return mustBe(`${wanted}, at most 100`, answer);
}

function checkPreset(answer: string): string | null {
  if (answer === NO_PRESET) return null;
  const found = findServicePreset(answer);
  if (!isUnknownPreset(found)) return null;
  return found.hint === null ? found.message : `${found.message} (${found.hint})`;
}

function ask(name: AnswerName, text: string, fallback: string, check: Question["check"]): Question {
  return { name, text, fallback, check };
}

/** Checks a text as the scenario file's own schema does. */
function against(schema: Parameters<typeof readPart>[0]): Question["check"] {
  return (answer) => {
    const complaints: Complaint[] = [];
    readPart(schema, valueOf(answer), [], (complaint) => {
      complaints.push(complaint);
      return undefined;
    });
    if (complaints.length === 0) return null;
    const [{ hint, message }] = complaints;
    return hint === null || hint === undefined ? message : `${message} (${hint})`;
  };
}

/** What a text is in a file: a number, a list of numbers, or a text. */
function valueOf(answer: string): unknown {
  if (/^\d+$/u.test(answer)) return Number(answer);
  if (!/^\[[\d, ]+\]$/u.test(answer)) return answer;
  return answer.slice(1, -1).split(",").map(Number);
}
