const SHOWN_LENGTH = 40;

/** Shows a piece of a file in a message: quoted, on one line, cut after 40 characters. */
export function quoteValue(text: string): string {
  return JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);
}
