import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importsOfModule, linkModules, type ModuleText } from "../report/page/link-modules.ts";
import type { PageAssets } from "../report/page/render-page.ts";

const ENTRY = "report/page/client/main.js";

/**
 * Reads what the page of a report holds beside its result: Vega and its interpreter of expressions
 * from their packages, and the page's own script from this program's compiled files.
 *
 * @param compiled - Folder of the compiled program, with a slash at its end; by default this one's.
 * @throws Error if a file is missing, which only an incomplete installation brings about.
 */
export function readPageAssets(compiled: URL = new URL("../", import.meta.url)): PageAssets {
  // Only its module form is among the package's exports; the script for browsers lies beside.
  const vega = new URL("vega.min.js", import.meta.resolve("vega"));
  const interpreter = new URL(import.meta.resolve("vega-interpreter"));
  const page = linkModules(modulesFrom(new URL(ENTRY, compiled), interpreter));
  return {
    scripts: [withoutSourceMap(readText(vega)), page],
    licences: [
      { name: "Vega", text: readText(new URL("../LICENSE", import.meta.resolve("vega"))) },
      {
        name: "Vega's interpreter of expressions",
        text: readText(new URL("../LICENSE", interpreter)),
      },
    ],
    digest: (text) => createHash("sha256").update(text).digest("base64"),
  };
}

/** Modules that an entry needs, each after those it imports. */
function modulesFrom(entry: URL, interpreter: URL): readonly ModuleText[] {
  const ordered = new Map<string, ModuleText>();
  const visit = (url: URL): void => {
    if (ordered.has(url.href)) return;
    const text = readText(url);
    const resolve = (specifier: string): string => {
      if (specifier === "vega-interpreter") return interpreter.href;
      return new URL(specifier, url).href;
    };
    const isOwn = url.href !== interpreter.href;
    if (isOwn) for (const one of importsOfModule(text)) visit(new URL(resolve(one)));
    ordered.set(url.href, {
      name: url.href,
      text: isOwn ? text : onGlobalVega(text),
      resolve,
    });
  };
  visit(entry);
  return [...ordered.values()];
}

/** The interpreter with what it imports taken from the script of Vega that runs before it. */
function onGlobalVega(text: string): string {
  return text.replace(/^import (\{[^}]*\}) from 'vega-util';$/m, "const $1 = globalThis.vega;");
}

function withoutSourceMap(script: string): string {
  return script.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
}

function readText(url: URL): string {
  return readFileSync(fileURLToPath(url), "utf8");
}
