import type { TextFile } from "./inspect-file.ts";
import type { LineParser } from "./line-parser.ts";
import type { RowCollector } from "./row-collector.ts";
import { streamLines } from "./stream-lines.ts";

const SPACE = 32;
const TAB = 9;

/**
 * Reads the rows of a text file, one a line.
 *
 * @param parser - Takes the lines apart.
 * @param collector - Takes the rows; its file is open.
 * @throws TraceError for a file that is damaged, and for rows that end the reading.
 */
export async function readLines(
  file: TextFile,
  parser: LineParser,
  collector: RowCollector,
): Promise<void> {
  let line = 0;
  let blankLines = 0;
  let isHeaderDue = parser.hasHeader;
  await streamLines(file, (bytes, start, end) => {
    line++;
    if (isBlank(bytes, start, end)) {
      blankLines++;
      return true;
    }
    if (isHeaderDue) isHeaderDue = false;
    else {
      collector.line = line;
      // Blank lines before the header and after the last row are nothing to speak of.
      collector.blankLines += blankLines;
      collector.take(parser.cells, parser.load(bytes, start, end));
    }
    blankLines = 0;
    return true;
  });
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    if (bytes[index] !== SPACE && bytes[index] !== TAB) return false;
  }
  return true;
}
