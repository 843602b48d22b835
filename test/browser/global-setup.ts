import type { TestProject } from "vitest/node";
import { findBrowser, type FoundBrowser } from "./unpack-chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    browser: FoundBrowser;
  }
}

/** Finds the browser once for all files of tests. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide("browser", await findBrowser());
}
