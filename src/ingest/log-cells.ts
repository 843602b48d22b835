import type { RowFault } from "./check-row.ts";
import { decode } from "./csv-cells.ts";
import type { LineParser } from "./line-parser.ts";
import { matchLine } from "./log-template.ts";
import type { LogTemplate } from "./log-template.ts";
import { quoteValue } from "./quote-value.ts";
import { TextCells } from "./text-cells.ts";

/** Reads lines of a log by a template. */
export class LogCells extends TextCells implements LineParser {
  readonly hasHeader = false;
  readonly cells: LogCells = this;
  private readonly template: LogTemplate;
  private readonly wanted: readonly number[];
  private readonly convert: (fields: readonly string[], texts: (string | null)[]) => void;
  private readonly fields: string[] = [];

  /**
   * @param names - Fields to read; each must be in the template.
   * @param convert - Makes cells, by slot, of the fields in the order of `names`.
   */
  constructor(
    template: LogTemplate,
    names: readonly string[],
    convert: (fields: readonly string[], texts: (string | null)[]) => void,
  ) {
    super();
    this.template = template;
    const places = names.map((name) => template.fields.findIndex((field) => field.name === name));
    this.wanted = [...places].sort((left, right) => left - right);
    const turned = places.map((place) => this.wanted.indexOf(place));
    this.convert = (fields, texts) =>
      convert(
        turned.map((place) => fields[place]),
        texts,
      );
  }

  load(bytes: Uint8Array, start: number, end: number): RowFault | null {
    return this.loadLine(decode(bytes, start, end));
  }

  /** As `load`, of a line that is a text already. */
  loadLine(line: string): RowFault | null {
    const mismatch = matchLine(line, this.template, this.wanted, this.fields);
    if (mismatch === null) {
      this.convert(this.fields, this.texts);
      return null;
    }
    const { column, expected } = mismatch;
    const found = quoteValue(line.slice(column - 1));
    return {
      message: `departs from the log format at character ${column}: ${found}${describe(expected)}`,
      label: "another form than the log format",
    };
  }
}

function describe(expected: string): string {
  return expected === "" ? "" : `, where a field and ${quoteValue(expected)} should be`;
}
