/**
 * Shortens texts until each fits, so that those that differ still do: the end is cut off, or where
 * that leaves two alike the middle or the start, and at last a number tells them apart.
 *
 * @param texts - In any order; equal ones stay equal.
 * @param fits - Whether a text is short enough; true of all that is shorter than one that is.
 * @returns One text for each, in the order given.
 */
export function shortenAll(
  texts: readonly string[],
  fits: (text: string) => boolean,
): readonly string[] {
  const distinct = [...new Set(texts)];
  const taken = new Set(distinct.filter((text) => fits(text)));
  const short = new Map([...taken].map((text) => [text, text]));
  for (const cut of [cutEnd, cutMiddle, cutStart]) {
    const open = distinct.filter((text) => !short.has(text));
    const tried = open.map((text) => cut(text, fits));
    for (const [index, text] of open.entries()) {
      const isUnique = tried.filter((other) => other === tried[index]).length === 1;
      if (!isUnique || taken.has(tried[index])) continue;
      short.set(text, tried[index]);
      taken.add(tried[index]);
    }
  }
  for (const [index, text] of distinct.entries()) {
    if (short.has(text)) continue;
    const suffix = ` (${index + 1})`;
    short.set(text, `${cutEnd(text, (shorter) => fits(shorter + suffix))}${suffix}`);
  }
  return texts.map((text) => short.get(text) ?? text);
}

function cutEnd(text: string, fits: (text: string) => boolean): string {
  return longest(text, fits, (letters, kept) => `${letters.slice(0, kept).join("").trimEnd()}…`);
}

function cutMiddle(text: string, fits: (text: string) => boolean): string {
  return longest(text, fits, (letters, kept) => {
    const head = letters.slice(0, Math.ceil(kept / 2)).join("");
    const tail = letters.slice(letters.length - Math.floor(kept / 2)).join("");
    return `${head.trimEnd()}…${tail.trimStart()}`;
  });
}

function cutStart(text: string, fits: (text: string) => boolean): string {
  return longest(text, fits, (letters, kept) => {
    return `…${letters
      .slice(letters.length - kept)
      .join("")
      .trimStart()}`;
  });
}

/** The text with as many letters kept as fit. */
function longest(
  text: string,
  fits: (text: string) => boolean,
  cut: (letters: readonly string[], kept: number) => string,
): string {
  const letters = Array.from(text);
  for (let kept = letters.length - 1; kept > 0; kept--) {
    const shorter = cut(letters, kept);
    if (fits(shorter)) return shorter;
  }
  return "…";
}
