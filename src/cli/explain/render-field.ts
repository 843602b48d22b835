import { displayWidth, emphasise, wrapWords } from "../../report/terminal.ts";
import { pagesOf } from "./documentation.ts";
import { firstSentence, type Field, type KeySummary } from "./field.ts";

/** How it is to look. */
interface Look {
  readonly color: boolean;
  readonly width: number;
}

const PLACES: Readonly<Record<Field["where"], string>> = {
  scenario: "the scenario file",
  result: "result.json",
};

const INDENT = "  ";
const LABEL_WIDTH = 9;
/** Names of keys wider than this stand on a line of their own. */
const WIDEST_NAME = 24;

/** A field in words: what it means, what a value is, its keys, and where to read on. */
export function renderField(field: Field, { color, width }: Look): string {
  const { facts, keys, meanings, path, where } = field;
  const place = PLACES[where];
  const title = path === "" ? place : `${emphasise(path, ["bold"], color)}, in ${place}`;
  const room = Math.max(30, width - INDENT.length);
  const paragraphs = [
    meanings.flatMap((meaning) => wrapWords(meaning, room)),
    facts
      .filter(([, text]) => text !== "" && path !== "")
      .flatMap(([name, text]) => labelled(name, wrapWords(text, room - LABEL_WIDTH))),
    keyLines(keys, room),
    path === "" ? [] : labelled("read on", pagesOf(where, path)),
  ];
  const body = paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => INDENT + line).join("\n"));
  return [title, ...body].join("\n\n");
}

function labelled(label: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? label : "").padEnd(LABEL_WIDTH) + line);
}

function keyLines(keys: readonly KeySummary[], room: number): readonly string[] {
  const widths = keys.map(({ name }) => displayWidth(name));
  const widest = Math.max(0, ...widths.filter((width) => width <= WIDEST_NAME));
  return keys.flatMap(({ meaning, name }) => {
    const lines = wrapWords(firstSentence(meaning), room - widest - 2);
    if (displayWidth(name) > widest) {
      return [name, ...lines.map((line) => " ".repeat(widest + 2) + line)];
    }
    return lines.map((line, index) => (index === 0 ? name : "").padEnd(widest + 2) + line);
  });
}
