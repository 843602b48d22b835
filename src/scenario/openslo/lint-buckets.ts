import type { SloDocument } from "./slo-document.ts";

/**
 * Says why a query for a bucket of a histogram finds nothing; null if it finds something, or if the
 * histogram isn't known.
 *
 * @param histogram - Its name without `_bucket`.
 * @param asked - Whether the query takes a value of the label `le`.
 * @param written - What the query has in place of the bound.
 */
export type FindBucketProblem = (
  histogram: string,
  asked: (le: string) => boolean,
  written: string,
) => { readonly problem: string; readonly remedy: string } | null;

const SELECTOR = /(?<name>[a-zA-Z_:][\w:]*)_bucket\s*\{(?<matchers>[^}]*)\}/gu;
const BOUND = /(?:^|,)\s*le\s*(?<operator>=~?)\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)')/u;

/** Finds queries for buckets that a histogram doesn't have, wherever in a document they stand. */
export function lintBuckets(document: SloDocument, findProblem: FindBucketProblem): void {
  for (const [path, text] of document.texts()) {
    for (const { groups: selector } of text.matchAll(SELECTOR)) {
      const bound = BOUND.exec(selector?.["matchers"] ?? "")?.groups;
      if (selector === undefined || bound === undefined) continue;
      const written = bound["double"] ?? bound["single"] ?? "";
      const asked = bound["operator"] === "=" ? (le: string) => le === written : matcher(written);
      const found = findProblem(selector["name"], asked, written);
      if (found === null) continue;
      document.fail(path, `asks for a bucket that isn't there: ${found.problem}`, found.remedy);
    }
  }
}

/** A pattern of PromQL, whose strings double backslashes; what can't be read takes everything. */
function matcher(pattern: string): (le: string) => boolean {
  try {
    const whole = new RegExp(`^(?:${pattern.replaceAll("\\\\", "\\")})$`, "u");
    return (le) => whole.test(le);
  } catch {
    return () => true;
  }
}
