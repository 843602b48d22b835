/**
 * Finds an element that the page was written with.
 *
 * @throws TypeError if there is none of that kind, which only a damaged page brings about.
 */
export function elementOf<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`the page has no ${kind.name} #${id}`);
  return found;
}

/** A new element with text in it; text is never read as HTML. */
export function textElement(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}

/** Replaces what is in an element by paragraphs, the first of them emphasised. */
export function showParagraphs(place: HTMLElement, [first, ...rest]: readonly string[]): void {
  const lead = document.createElement("p");
  lead.append(textElement("b", first));
  place.replaceChildren(lead, ...rest.map((text) => textElement("p", text)));
}
