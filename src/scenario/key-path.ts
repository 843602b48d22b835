/** Keys and list positions from the root of a document to a value. */
export type KeyPath = readonly (string | number)[];

/** Longer paths lead nowhere; putting a value at one recurses once a segment. */
const MOST_SEGMENTS = 32;
const SEGMENT = /\.?([A-Za-z_][\w-]*)|\[([0-9]{1,6})\]|\.([0-9]{1,6})(?![\w-])/y;

/**
 * Writes a path as messages and `--set` do: `slo.objectives[0].target`.
 */
export function formatPath(path: KeyPath): string {
  let text = "";
  for (const segment of path) {
    if (typeof segment === "number") text += `[${segment}]`;
    else text += text === "" ? segment : `.${segment}`;
  }
  return text;
}

/**
 * Reads a path such as `slo.objectives[0].target` or `slo.objectives.0.target`. What follows
 * `sweep.` is one key, since the keys of `sweep` are paths themselves.
 *
 * @returns null if `text` isn't a path.
 */
export function parsePath(text: string): KeyPath | null {
  if (text.startsWith("sweep.")) {
    const axis = parsePath(text.slice("sweep.".length));
    return axis === null ? null : ["sweep", text.slice("sweep.".length)];
  }
  const path: (string | number)[] = [];
  SEGMENT.lastIndex = 0;
  for (let at = 0; at < text.length; at = SEGMENT.lastIndex) {
    const startsWell = at > 0 ? true : /^[A-Za-z_]/.test(text);
    const match = startsWell ? SEGMENT.exec(text) : null;
    if (!match || path.length === MOST_SEGMENTS) return null;
    const needsDot = at > 0 && match[1] !== undefined && text[at] !== ".";
    if (needsDot) return null;
    path.push(match[1] ?? Number(match[2] ?? match[3]));
  }
  return path.length > 0 ? path : null;
}
