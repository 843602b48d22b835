import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";
import { renderPage, type PageAssets } from "../../../src/report/page/render-page.ts";
import { makePictures } from "../../../src/report/pictures.ts";
import { resultWith, type ResultOptions } from "../../helpers/result-builder.ts";

const HOSTILE = `</title></script><script>alert(1)</script>]]>{{7*7}}<img src=x onerror=alert(1)>`;

function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

const ASSETS: PageAssets = {
  scripts: ["globalThis.vega = {};", "globalThis.page = {};"],
  licences: [{ name: "Vega", text: "Copyright" }],
  digest,
};

function pageOf(options: ResultOptions = {}): Promise<string> {
  const result = resultWith(options);
  return renderPage(result, makePictures(result, ["curve", "tornado"]), ASSETS);
}

describe("the page", () => {
  it("is the same for the same result", async () => {
    expect(await pageOf()).toBe(await pageOf());
  });

  it("begins with the answer, its confidence and its bill", async () => {
    const page = await pageOf();
    const [head] = page.split("<section");
    expect(head).toMatch(/<h1>\d replicas/);
    expect(head).toMatch(/Held with 95% confidence/);
    expect(head).toMatch(/Cost a month/);
  });

  it("says without a choice that there is none", async () => {
    const page = await pageOf({ replicas: [1, 2], offeredLoad: 9 });
    expect(page).toMatch(/no fleet of the sweep is shown to keep the SLO/);
    expect(page).not.toMatch(/class="tag"/);
  });

  it("allows the scripts and the style it was written with, and nothing else", async () => {
    const page = await pageOf();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? "";
    const rules = policy.replaceAll("&#39;", "'").split("; ");
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";
    const sources = ASSETS.scripts.map((script) => `'sha256-${digest(script)}'`);
    expect(rules).toEqual([
      "default-src 'none'",
      `script-src ${sources.join(" ")}`,
      `style-src 'sha256-${digest(style)}'`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page).not.toMatch(/<[^>]* (?:style|on[a-z]+)="/);
  });

  it("names nothing outside of itself to be loaded", async () => {
    const page = await pageOf();
    const loaded = page.matchAll(/<[^>]*\s(?:src|href|action|data)="([^"]*)"/g);
    expect(Array.from(loaded, ([, target]) => target).filter((to) => !to.startsWith("#"))).toEqual(
      [],
    );
  });

  it("gives every id once, and every label and caption something to name", async () => {
    const page = await pageOf();
    const ids = Array.from(page.matchAll(/ id="([^"]*)"/g), ([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
    const named = Array.from(
      page.matchAll(/ (?:for|aria-labelledby)="([^"]*)"| href="#([^"]*)"/g),
      ([, label, target]) => label ?? target,
    );
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(20);
  });

  it("names each picture that the result can't fill, with the reason", async () => {
    const page = await pageOf();
    const [missing] = makePictures(resultWith(), ["tornado"]).missing;
    expect(page).toContain(`<dt>${missing.heading}</dt>`);
    expect(page).toMatch(/Pictures this result can’t fill/);
  });

  it("takes text of strangers as text", async () => {
    const page = await pageOf({ description: HOSTILE });
    const scripts = page.match(/<script/g) ?? [];
    expect(scripts).toHaveLength(1 + ASSETS.scripts.length);
    expect(page).not.toMatch(/<img/);
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });
});
