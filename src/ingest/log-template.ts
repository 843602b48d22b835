/** A log line's form: fixed texts around fields. */
export interface LogTemplate {
  /** Text before the first field. */
  readonly opening: string;
  readonly fields: readonly LogField[];
}

/** A field, and the text that follows it. */
export interface LogField {
  readonly name: string;
  /** What the field looks like, where the text after it may occur inside; null: up to that text. */
  readonly pattern: RegExp | null;
  readonly closing: string;
}

/** Why a line isn't of a template. */
export interface Mismatch {
  /** Counts from 1. */
  readonly column: number;
  readonly expected: string;
}

/**
 * Takes a log format apart.
 *
 * @param variable - Matches one field in the format, its name being the first group; global.
 * @param patternOf - What a field looks like, if it may hold the text that follows it.
 * @returns null if two fields stand next to each other, so that they can't be told apart.
 */
export function parseTemplate(
  format: string,
  variable: RegExp,
  patternOf: (name: string) => RegExp | null,
): LogTemplate | null {
  const found = [...format.matchAll(variable)];
  if (found.length === 0) return null;
  const fields = found.map((match, index): LogField => {
    const end = match.index + match[0].length;
    const next = found.at(index + 1);
    const closing = format.slice(end, next?.index ?? format.length);
    return { name: match[1], pattern: patternOf(match[1]), closing };
  });
  const areApart = fields.every(
    ({ closing }, index) => closing !== "" || index === fields.length - 1,
  );
  return areApart ? { opening: format.slice(0, found[0].index), fields } : null;
}

/**
 * Reads fields from a line. What follows the last field asked for is not looked at: it often has
 * more than the format, and texts of clients with quotes in them.
 *
 * @param wanted - Positions of the fields asked for, ascending.
 * @param into - Takes their texts.
 * @returns Where the line departs from the template; null if it doesn't.
 */
export function matchLine(
  line: string,
  template: LogTemplate,
  wanted: readonly number[],
  into: string[],
): Mismatch | null {
  const { fields, opening } = template;
  if (!line.startsWith(opening)) return { column: 1, expected: opening };
  const last = wanted[wanted.length - 1];
  let position = opening.length;
  let place = 0;
  for (let index = 0; index <= last; index++) {
    const field = fields[index];
    const end = findEnd(line, position, field, index === last);
    if (end < 0) return { column: position + 1, expected: field.closing };
    if (index === wanted[place]) into[place++] = line.slice(position, end);
    position = end + field.closing.length;
  }
  return null;
}

function findEnd(line: string, start: number, field: LogField, isLast: boolean): number {
  const { closing, pattern } = field;
  if (pattern === null) {
    const end = closing === "" ? line.length : line.indexOf(closing, start);
    return end < 0 && isLast && line.slice(start) !== "" ? endOfWord(line, start) : end;
  }
  pattern.lastIndex = start;
  const match = pattern.exec(line);
  if (match === null) return -1;
  const end = start + match[0].length;
  return isLast || line.startsWith(closing, end) ? end : -1;
}

/** The last field of interest may end the line although the format goes on. */
function endOfWord(line: string, start: number): number {
  const space = line.indexOf(" ", start);
  return space < 0 ? line.length : -1;
}
