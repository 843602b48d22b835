import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import type { FoundBrowser } from "./unpack-chromium.ts";

/** A page with all that it said and asked for. */
export interface OpenedPage {
  readonly page: Page;
  /** Messages on the console and uncaught errors. */
  readonly messages: string[];
  /** Addresses asked for beside the file itself. */
  readonly requests: string[];
}

/**
 * Starts the browser, in the first environment in which it can be.
 *
 * @throws Error if it starts in none of them.
 */
export async function launch(found: FoundBrowser): Promise<Browser> {
  if ("missing" in found) throw new Error(found.missing);
  const { environments, executablePath } = found;
  let failure: unknown;
  for (const environment of environments) {
    try {
      return await chromium.launch({
        executablePath,
        // Containers and root have no sandbox to give; the page is our own.
        args: ["--no-sandbox"],
        env: { ...ownEnvironment(), ...environment },
      });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Opens a file, and waits until the page's script has run. */
export async function openFile(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const messages: string[] = [];
  const requests: string[] = [];
  const address = `file://${path}`;
  page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => messages.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  await page.goto(address);
  return { page, messages, requests };
}

/** Brings every picture near the screen, so that Vega draws all of them. */
export async function drawAll(page: Page): Promise<void> {
  for (const figure of await page.locator("[data-picture]").all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator(".drawing > div svg").waitFor();
  }
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}
