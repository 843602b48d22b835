import { Document, isScalar, visit } from "yaml";

/**
 * Writes documents as YAML, each but the first behind `---`. Texts that a reader of YAML 1.1 would
 * take for something else are put in quotes; pairs in a list of them have a line each.
 *
 * @param documents - Plain data.
 * @param comment - Lines to begin with; empty for none.
 */
export function writeYaml(documents: readonly unknown[], comment: readonly string[]): string {
  const head = comment.map((line) => `# ${line}\n`).join("");
  return head + documents.map(writeDocument).join("---\n");
}

function writeDocument(data: unknown): string {
  const document = new Document(data, { compat: "yaml-1.1" });
  visit(document, {
    Seq(place, sequence) {
      const isInList = typeof place === "number";
      if (isInList && sequence.items.length === 2 && sequence.items.every(isScalar)) {
        sequence.flow = true;
      }
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}
