import { elementOf, textElement } from "./page-elements.ts";

const GAP = 14;

/** Shows the values under the pointer beside it, or hides them where there are none. */
export function showTooltip(_: unknown, event: MouseEvent, __: unknown, value: unknown): void {
  const tip = elementOf("tip", HTMLElement);
  if (value === null || value === undefined || value === "") {
    tip.hidden = true;
    return;
  }
  tip.replaceChildren(tooltipContent(value));
  tip.hidden = false;
  const { height, width } = tip.getBoundingClientRect();
  const room = { right: window.innerWidth, bottom: window.innerHeight };
  const left =
    event.clientX + GAP + width > room.right ? event.clientX - GAP - width : event.clientX + GAP;
  const top =
    event.clientY + GAP + height > room.bottom ? event.clientY - GAP - height : event.clientY + GAP;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}

/** Hides the tooltip when its picture is left by other means than the pointer. */
export function hideTooltip(): void {
  elementOf("tip", HTMLElement).hidden = true;
}

function tooltipContent(value: unknown): HTMLElement {
  if (typeof value !== "object" || value === null) return textElement("p", String(value));
  const list = document.createElement("dl");
  for (const [name, text] of Object.entries(value)) {
    list.append(textElement("dt", name), textElement("dd", String(text)));
  }
  return list;
}
