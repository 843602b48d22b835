/** Every shipped scenario's page, opened by a real browser. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openFolder } from "../cli/tailcap.ts";
import { launch, openFile } from "./open-page.ts";
import { clippedTexts, overlappingTexts, widerThanWindow } from "./page-checks.ts";

const folder = fileURLToPath(new URL("../../scenarios", import.meta.url));
const scenarios = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
const found = inject("browser");
const missing = "missing" in found ? ` (skipped: ${found.missing})` : "";
const SIZE_MAX = 3_000_000;
/** What is drawn depends little on how often it was simulated; the time of this test does. */
const QUICK = ["--set", "run.replications=2", "--quiet", "--jobs=1"];

describe.skipIf(missing !== "")(`the page of a shipped scenario${missing}`, () => {
  let browser: Browser;
  const work = openFolder();
  beforeAll(async () => {
    browser = await launch(found);
  });
  afterAll(() => browser.close());

  it("is tried for all of them", () => {
    expect(scenarios.length).toBeGreaterThan(10);
  });

  it.each(scenarios)("of %s opens silently, fits, and has no text upon text", async (name) => {
    const args = ["run", join(folder, name), "--out", name, ...QUICK];
    const { code, stderr } = await work.tailcap(args);
    expect(code, stderr).toBeLessThan(2);
    const path = join(work.path, name, "report.html");
    expect(statSync(path).size).toBeLessThan(SIZE_MAX);
    const { messages, page, requests } = await openFile(browser, path);
    expect(await page.locator("#what-if-rows tr").count()).toBeGreaterThan(0);
    expect(await overlappingTexts(page)).toEqual([]);
    expect(await clippedTexts(page)).toEqual([]);
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await widerThanWindow(page)).toBeLessThanOrEqual(0);
    }
    expect(messages).toEqual([]);
    expect(requests).toEqual([]);
    await page.context().close();
  });
});
