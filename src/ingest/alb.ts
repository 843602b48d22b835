import type { RowFault } from "./check-row.ts";
import { decode } from "./csv-cells.ts";
import type { InspectedFile } from "./inspect-file.ts";
import type { LineParser } from "./line-parser.ts";
import { readLines } from "./read-lines.ts";
import { ARRIVAL, ELAPSED } from "./row-cells.ts";
import type { RowFormat } from "./row-format.ts";
import { layOut } from "./row-layout.ts";
import { TextCells } from "./text-cells.ts";
import { fileError } from "./trace-error.ts";

/** Positions of fields; those after them may become more. */
const FIRST_TIME = 5;
const LAST_TIME = 7;
const CREATION = 21;

// A field is a word, or a text in quotes, inside which a quote is escaped.
const FIELD = /"((?:[^"\\]|\\.)*)"|([^ "]+)/uy;

/** Reads lines of an ALB log. */
class AlbCells extends TextCells implements LineParser {
  readonly hasHeader = false;
  readonly cells: AlbCells = this;
  /** Whether no target got the request, or none answered. */
  hasNoAnswer = false;

  load(bytes: Uint8Array, start: number, end: number): RowFault | null {
    const fields = splitFields(decode(bytes, start, end));
    if (fields === null || fields.length <= CREATION) {
      const message =
        fields === null
          ? "a quote is not closed on its line, or stands inside a field"
          : `expected at least ${CREATION + 1} fields up to request_creation_time, got ${fields.length}`;
      return { message, label: fields === null ? "a stray quote" : "missing fields" };
    }
    const times = fields.slice(FIRST_TIME, LAST_TIME + 1).map(Number);
    this.hasNoAnswer = times.some((time) => time < 0);
    this.texts[ARRIVAL] = fields[CREATION];
    this.texts[ELAPSED] = this.hasNoAnswer ? null : String(times[0] + times[1] + times[2]);
    return null;
  }
}

/**
 * Access logs of AWS's Application Load Balancer.
 *
 * A request came at `request_creation_time`; `time` is when its answer was sent. The processing
 * times (for the target, in it, for the client) have the wait in them: their sum is reported, never
 * taken for a service time. Where one is −1 no target got the request or none answered; kept by
 * default, since it did ask for service.
 *
 * @throws TraceError when the file is no text.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
export function formatAlb(file: InspectedFile, failed: "keep" | "skip"): RowFormat {
  if (file.kind === "parquet") {
    throw fileError(file.path, "is a Parquet file, not a log of alb; use `format: columns`");
  }
  const cells = new AlbCells();
  const layout = layOut(
    { name: "request_creation_time", kind: "timestamp" },
    {
      elapsed: { name: "processing times", perSecond: 1, isLead: false },
      failed: {
        isFailed: () => cells.hasNoAnswer,
        label: "a processing time of -1 (no answer from a target)",
        treatment: failed,
      },
    },
  );
  return { layout, read: (collector) => readLines(file, cells, collector) };
}

function splitFields(line: string): readonly string[] | null {
  const fields: string[] = [];
  let position = 0;
  while (position < line.length) {
    FIELD.lastIndex = position;
    const match = FIELD.exec(line);
    if (match === null) return null;
    fields.push(match[1] ?? match[2]);
    position += match[0].length;
    if (position < line.length && line[position] !== " ") return null;
    position++;
  }
  return fields;
}
