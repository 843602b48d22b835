/** What a reader can do with the page, in a real browser. */
import { createRequire } from "node:module";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Result } from "../../src/plan/result.ts";
import { formatCount, formatDollars, formatSeconds, formatShare } from "../../src/report/format.ts";
import { openFolder } from "../cli/tailcap.ts";
import { drawAll, launch, openFile } from "./open-page.ts";
import { overlappingTexts, widerThanWindow } from "./page-checks.ts";

const found = inject("browser");
const missing = "missing" in found ? ` (skipped: ${found.missing})` : "";

const SCENARIO = `# A queue of a few servers. <script>document.title = "owned"</script>
name: counter
description: Poisson traffic, exponential times
seed: 5
workload:
  generate:
    duration: 60s
    arrivals: {process: poisson, rate: 50/s}
service:
  kind: serial
  time: {distribution: exponential, mean: 20ms}
fleet:
  replicas: 1..4
  price: $1.50/h
slo:
  objectives:
    - {p95: 200ms}
    - {p99: 400ms}
run: {replications: 4, warmup: 1s}
`;

describe.skipIf(missing !== "")(`the page of a report${missing}`, () => {
  let browser: Browser;
  let result: Result;
  const work = openFolder({ "counter.yaml": SCENARIO });
  const path = join(work.path, "out", "report.html");
  beforeAll(async () => {
    browser = await launch(found);
    const { stderr } = await work.tailcap(["run", "counter.yaml", "--out", "out", "--quiet"]);
    expect(stderr).toBe("");
    result = JSON.parse(work.read(join("out", "result.json")));
  });
  afterAll(() => browser.close());

  it("draws all pictures again without a message, a request, or a text moved upon another", async () => {
    const { messages, page, requests } = await openFile(browser, path);
    await drawAll(page);
    expect(await overlappingTexts(page)).toEqual([]);
    expect(messages).toEqual([]);
    expect(requests).toEqual([]);
    await page.context().close();
  });

  it("tells the exact values and intervals of the mark under the pointer", async () => {
    const { page } = await openFile(browser, path);
    await drawAll(page);
    const shown = await tooltips(page, "#picture-curve .mark-symbol path");
    for (const point of result.points) {
      const { intervals, p95 } = point.latency;
      const [low, high] = intervals?.p95 ?? [0, 0];
      const words = [p95, low, high].map((seconds) => formatSeconds(seconds, 4));
      expect(shown.some((text) => words.every((word) => text.includes(word)))).toBe(true);
    }
    await page.context().close();
  });

  it("answers at the promises of the scenario with the numbers and verdicts of the result", async () => {
    const { page } = await openFile(browser, path);
    for (const objective of [0, 1]) {
      await page.selectOption("#what-if-objective", String(objective));
      const rows = await page.locator("#what-if-rows tr").allInnerTexts();
      for (const [index, point] of result.points.entries()) {
        const { compliance, interval, verdict } = point.objectives[objective];
        const [low, high] = interval ?? [0, 0];
        expect(rows[index]).toContain(formatDollars(point.costPerHour));
        expect(rows[index]).toContain(formatShare(compliance));
        expect(rows[index]).toContain(`${formatShare(low)} to ${formatShare(high)}`);
        expect(rows[index]).toContain(verdict);
        expect(rows[index]).not.toContain("estimate");
        await page.selectOption("#what-if-fleet", String(index));
        const answer = await page.locator("#what-if-answer").innerText();
        expect(answer).toContain(`${formatShare(compliance)} of requests`);
        expect(answer).toContain(`${verdict}, as the run found`);
      }
      expect(rows.filter((row) => row.includes("choice"))).toHaveLength(1);
      expect(rows[result.points.findIndex(isChosen)]).toContain("choice");
    }
    await page.context().close();
  });

  it("answers at another limit with the share of all requests answered within it", async () => {
    const { page } = await openFile(browser, path);
    const [point] = result.points;
    const { completed, failed, rejected, timedOut } = point.outcomes;
    const measured = completed + failed + rejected + timedOut;
    // Known points, so that the page must give their very share; the limit is in milliseconds.
    for (const [x, share] of point.latency.cdf
      .slice(20, 80)
      .filter((_, place) => place % 15 === 0)) {
      await page.selectOption("#what-if-fleet", "0");
      await page.fill("#what-if-limit", String(Number(x.toPrecision(6)) * 1000));
      const answer = await page.locator("#what-if-answer").innerText();
      expect(answer).toContain(`about ${formatShare((share * completed) / measured)} of requests`);
      expect(answer).toContain("by this estimate alone");
    }
    await page.context().close();
  });

  it("chooses by estimate for a looser promise, and comes back to the SLO", async () => {
    const { page } = await openFile(browser, path);
    await page.fill("#what-if-limit", "60000");
    await page.fill("#what-if-target", "50");
    const tagged = page.locator("#what-if-rows tr", { hasText: "estimated choice" });
    expect(await tagged.count()).toBe(1);
    await page.fill("#what-if-limit", "");
    expect(await page.locator("#what-if-answer").innerText()).toMatch(/Enter a limit above 0/);
    await page.click("#what-if-reset");
    expect(await page.locator("#what-if-answer").innerText()).toContain("as the run found");
    await page.context().close();
  });

  it("counts the requests of the stretch that is dragged over or set with the sliders", async () => {
    const { page } = await openFile(browser, path);
    const answer = page.locator("#focus-answer");
    await answer.waitFor();
    const timeline = result.points.find(isChosen)?.timeline ?? null;
    if (timeline === null) throw new Error("the chosen point has no timeline");
    expect(await answer.innerText()).toContain(`${formatCount(sum(timeline.arrivals))} requests`);
    await page.locator("#focus-to").focus();
    await page.locator("#focus-to").fill("500");
    const half = timeline.arrivals.slice(0, timeline.arrivals.length / 2);
    expect(await answer.innerText()).toContain(`${formatCount(sum(half))} requests`);
    await page.click("#focus-reset");
    const plot = page.locator("#picture-focus .role-scope .background").first();
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (box === null) throw new Error("the strip is not there");
    const [left, y] = [box.x, box.y + box.height / 2];
    await page.mouse.move(left + box.width * 0.5, y);
    await page.mouse.down();
    await page.mouse.move(left + box.width * 0.25, y, { steps: 3 });
    await page.mouse.up();
    const picked = await page.locator("#focus-from").inputValue();
    expect(Number(picked)).toBeGreaterThan(240);
    expect(Number(picked)).toBeLessThan(260);
    await page.context().close();
  });

  it("has no serious finding of an accessibility checker, light or dark", async () => {
    const axe = createRequire(import.meta.url).resolve("axe-core");
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await openFile(browser, path, { colorScheme, bypassCSP: true });
      await drawAll(page);
      await page.addScriptTag({ path: axe });
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.context().close();
    }
  });

  it("is dark where the reader wants it so, pictures included, and prints light", async () => {
    const { page } = await openFile(browser, path, { colorScheme: "dark" });
    await drawAll(page);
    const ground = (): Promise<string[]> =>
      page.evaluate(() => [
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.querySelector(".drawing text") ?? document.body).fill,
      ]);
    expect(await ground()).toEqual(["rgb(20, 23, 26)", "rgb(236, 236, 236)"]);
    await page.emulateMedia({ media: "print", colorScheme: "light" });
    expect(await ground()).toEqual(["rgb(255, 255, 255)", "rgb(26, 26, 26)"]);
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(50_000);
    await page.context().close();
  });

  it("is complete without scripts: answer, table and pictures", async () => {
    const { page } = await openFile(browser, path, { javaScriptEnabled: false });
    expect(await page.locator("h1").innerText()).toMatch(/^\d replicas?, \$/);
    expect(await page.locator("#decision tbody tr").count()).toBe(result.points.length);
    expect(await page.locator("[data-picture] svg text").count()).toBeGreaterThan(20);
    expect(await page.locator("#what-if-form").isVisible()).toBe(false);
    await page.context().close();
  });

  it("fits a phone, and lets the keyboard reach the answer and what scrolls", async () => {
    const { page } = await openFile(browser, path, { viewport: { width: 360, height: 740 } });
    expect(await widerThanWindow(page)).toBeLessThanOrEqual(0);
    await page.keyboard.press("Tab");
    const skip = page.locator(".skip");
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    expect(await skip.evaluate((link) => link.getBoundingClientRect().top)).toBeGreaterThanOrEqual(
      0,
    );
    const unreachable = await page.locator(".scroller:not([tabindex='0'])").count();
    expect(unreachable).toBe(0);
    await page.context().close();
  });

  it("shows the scenario as it was written, as text", async () => {
    const { page } = await openFile(browser, path);
    const written = await page.locator("pre.scenario").innerText();
    expect(written.trimEnd()).toBe(SCENARIO.trimEnd());
    expect(await page.title()).toMatch(/^counter: /);
    await page.context().close();
  });

  function isChosen({ replicas }: { readonly replicas: number }): boolean {
    return replicas === result.choice?.replicas;
  }
});

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}

/** Texts of the tooltips of all marks that a selector finds. */
async function tooltips(page: Page, selector: string): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const mark of await page.locator(selector).all()) {
    await mark.hover({ force: true });
    const tip = page.locator("#tip");
    if (await tip.isVisible()) texts.push(await tip.innerText());
  }
  return texts;
}

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe, whose script is in the page, finds of weight: "rule: element". */
async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const violations = await page.evaluate<readonly Finding[]>(
    "axe.run().then(({ violations }) => violations)",
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
