/** Text of strangers in every place where a scenario has text, in a real browser. */
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openFolder } from "../cli/tailcap.ts";
import { drawAll, launch, openFile } from "./open-page.ts";

const found = inject("browser");
const missing = "missing" in found ? ` (skipped: ${found.missing})` : "";

const HOSTILE = `</script><script>document.title='owned'</script><img src=x onerror=alert(1)>]]>{{7*7}}`;
const LINK = "javascript:alert(document.domain)";
const COLUMN = `<script>alert(1)</script>`;
const FILE = "<img src=x onerror=alert(2)>.csv";
const SCENARIO = `# ${HOSTILE}
name: hostile
description: "${HOSTILE}"
workload:
  trace:
    file: "${FILE}"
    format: columns
    columns: {arrival: "${COLUMN}", duration: "</svg>"}
service:
  kind: serial
  time: {column: duration}
  calibration: {source: "${LINK} ${HOSTILE}", engine: "${HOSTILE}"}
fleet: {replicas: 1..3, price: $1/h, router: random}
slo:
  objectives:
    - {p95: 2s}
run: {replications: 3}
`;
const TRACE = [
  `${COLUMN},</svg>`,
  ...Array.from({ length: 400 }, (_, row) => `${row / 4},0.${1 + (row % 7)}`),
].join("\n");

describe.skipIf(missing !== "")(`hostile text${missing}`, () => {
  let browser: Browser;
  const work = openFolder({ "hostile.yaml": SCENARIO, [FILE]: TRACE });
  const path = join(work.path, "out", "report.html");
  beforeAll(async () => {
    browser = await launch(found);
    const { stderr } = await work.tailcap(["run", "hostile.yaml", "--out", "out", "--quiet"]);
    expect(stderr).toBe("");
  });
  afterAll(() => browser.close());

  it("comes out as text: nothing of it runs, loads or becomes an element", async () => {
    const { messages, page, requests } = await openFile(browser, path);
    await drawAll(page);
    expect(await page.title()).toMatch(/^hostile: /);
    expect(await page.locator("script").count()).toBe(3);
    expect(await page.locator("img, iframe, object, embed, form[action]").count()).toBe(0);
    const links = await page
      .locator("a")
      .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    expect(links.filter((href) => !(href ?? "").startsWith("#"))).toEqual([]);
    expect(await page.locator(".description").innerText()).toBe(HOSTILE);
    const sources = await page.locator("#provenance").innerText();
    expect(sources).toContain(LINK);
    expect(sources).toContain(FILE);
    expect(await page.locator("pre.scenario").innerText()).toContain(
      `columns: {arrival: "${COLUMN}"`,
    );
    expect(messages).toEqual([]);
    expect(requests).toEqual([]);
    await page.context().close();
  });

  it("can't run even where it gets into the page: the policy refuses it", async () => {
    const { messages, page } = await openFile(browser, path);
    const refused = page.waitForEvent("requestfailed");
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'owned'";
      const image = document.createElement("img");
      image.src = "https://example.invalid/x.png";
      document.body.append(script, image);
      document.body.setAttribute("onclick", "document.title = 'owned'");
      document.body.click();
    });
    expect(await page.title()).toMatch(/^hostile: /);
    expect(messages.filter((text) => /Content Security Policy/.test(text)).length).toBeGreaterThan(
      1,
    );
    expect((await refused).failure()?.errorText).toBe("csp");
    await page.context().close();
  });
});
