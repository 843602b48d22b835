/** An element of a parsed document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

const TOKEN = /<(?:(\/)([\w:.-]+)\s*|([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?))>|([^<]+)|(<)/g;
const ATTRIBUTE = /([\w:.-]+)="([^"]*)"/g;
const ENTITY = /&(amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);|&/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/**
 * Parses a document of elements, attributes and text, which is all that an SVG picture needs.
 *
 * @throws Error where the document is not well-formed: a tag that is not closed, a stray "<" or
 *   "&", two roots, or a character that XML forbids.
 */
export function parseXml(source: string): XmlElement {
  // oxlint-disable-next-line no-control-regex
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.exec(source);
  if (forbidden !== null) throw new Error(`forbidden character at ${forbidden.index}`);
  const top: { name: string; children: (XmlElement | string)[] } = { name: "", children: [] };
  const open: { name: string; children: (XmlElement | string)[] }[] = [top];
  for (const match of source.matchAll(TOKEN)) {
    const [, closing, closed, opened, attributeText, selfClosing, text, stray] = match;
    const parent = open[open.length - 1];
    if (stray !== undefined) throw new Error(`stray "<" at ${match.index}`);
    if (text !== undefined) {
      parent.children.push(decode(text));
    } else if (closing !== undefined) {
      if (parent.name !== closed) throw new Error(`</${closed}> closes <${parent.name}>`);
      open.pop();
    } else {
      const attributes = Object.fromEntries(
        [...attributeText.matchAll(ATTRIBUTE)].map(([, name, value]) => [name, decode(value)]),
      );
      const element = { name: opened, attributes, children: [] };
      parent.children.push(element);
      if (selfClosing === "") open.push(element);
    }
  }
  if (open.length !== 1) throw new Error(`<${open[open.length - 1].name}> is not closed`);
  const roots = top.children.filter((child) => typeof child !== "string" || child.trim() !== "");
  if (roots.length !== 1 || typeof roots[0] === "string") throw new Error("must have one root");
  return roots[0];
}

/** All elements of a name below one, in document order. */
export function elementsNamed(root: XmlElement, name: string): readonly XmlElement[] {
  return root.children.flatMap((child) =>
    typeof child === "string"
      ? []
      : [...(child.name === name ? [child] : []), ...elementsNamed(child, name)],
  );
}

/** The text of an element and all below it. */
export function textOf(element: XmlElement): string {
  return element.children
    .map((child) => (typeof child === "string" ? child : textOf(child)))
    .join("");
}

function decode(text: string): string {
  return text.replace(ENTITY, (whole, entity: string | undefined) => {
    if (entity === undefined) throw new Error('stray "&"');
    if (!entity.startsWith("#")) return NAMED[entity] ?? whole;
    const hexadecimal = entity[1].toLowerCase() === "x";
    return String.fromCodePoint(parseInt(entity.slice(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10));
  });
}
