import { stringify } from "yaml";

/**
 * Writes documents as YAML, each but the first behind `---`. Texts that a reader of YAML 1.1 would
 * take for something else are put in quotes.
 *
 * @param documents - Plain data.
 * @param comment - Lines to begin with; empty for none.
 */
export function writeYaml(documents: readonly unknown[], comment: readonly string[]): string {
  const head = comment.map((line) => `# ${line}\n`).join("");
  const bodies = documents.map((document) =>
    stringify(document, { compat: "yaml-1.1", lineWidth: 0 }),
  );
  return head + bodies.join("---\n");
}
