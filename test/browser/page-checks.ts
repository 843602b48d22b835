import type { Page } from "playwright-core";

/** Pixels by which boxes may meet: the box of a letter is taller than its ink. */
const SLACK = 2;

/** Pairs of texts of one picture whose boxes overlap, as "curve: «p99» and «p95»". */
export function overlappingTexts(page: Page): Promise<string[]> {
  return page.evaluate((slack) => {
    const pairs: string[] = [];
    for (const figure of document.querySelectorAll("[data-picture]")) {
      const texts = [...figure.querySelectorAll("svg text")]
        .map((element) => ({
          text: element.textContent ?? "",
          box: element.getBoundingClientRect(),
          opacity: Number(element.getAttribute("opacity") ?? 1),
        }))
        .filter(({ box, opacity, text }) => text.trim() !== "" && box.width > 0 && opacity > 0);
      for (const [index, one] of texts.entries()) {
        for (const other of texts.slice(index + 1)) {
          const across =
            Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const down =
            Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          if (across > slack && down > slack) {
            pairs.push(`${figure.getAttribute("data-picture")}: «${one.text}» and «${other.text}»`);
          }
        }
      }
    }
    return pairs;
  }, SLACK);
}

/** Texts that stick out of their picture. */
export function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate((slack) => {
    const found: string[] = [];
    for (const svg of document.querySelectorAll("[data-picture] svg")) {
      const frame = svg.getBoundingClientRect();
      for (const element of svg.querySelectorAll("text")) {
        const box = element.getBoundingClientRect();
        if (box.width === 0 || Number(element.getAttribute("opacity") ?? 1) === 0) continue;
        const isOut =
          box.left < frame.left - slack ||
          box.right > frame.right + slack ||
          box.top < frame.top - slack ||
          box.bottom > frame.bottom + slack;
        const name = svg.closest("[data-picture]")?.getAttribute("data-picture");
        if (isOut) found.push(`${name}: «${element.textContent}»`);
      }
    }
    return found;
  }, SLACK);
}

/** How many pixels the page is wider than its window. */
export function widerThanWindow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
