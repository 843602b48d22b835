import type { Lookup } from "../../src/cli/explain/field.ts";
import { factOf, openTree, type FieldNode } from "./field-tree.ts";
import { findNeeds } from "./find-needs.ts";
import { anchorOf, codeCell, plainCell, renderTable, type Row } from "./markdown.ts";

const INTRODUCTION = `# Scenario reference

Every key of a scenario file with its form, default, example and meaning. This page is written by
\`npm run docs\` from the definitions that validate a scenario; \`tailcap schema\` prints the same as a
JSON Schema, and \`tailcap explain KEY\` one key of it. [The scenario format](scenario-format.md) tells
how values and units are written, what limits there are and how keys go together;
[the model](model.md) tells what they mean to the simulation.

Words in parentheses before a meaning name the forms of a section that have the key. A key that is
\`required\` in forms named so is required in these.`;

/** Mappings whose keys are names that a scenario gives, with such a name. */
const NAMED: readonly (readonly [path: string, name: string])[] = [
  ["workload.classes", "interactive"],
  ["pools", "separate"],
];

/** What a pool may have besides, which the schema leaves open. */
const POOLS_NOTE =
  "Besides these a pool takes any key of [fleet](#fleet), in place of the fleet's own.";

/**
 * The page of all keys of a scenario file.
 *
 * @param schema - The JSON Schema of scenarios.
 * @param find - Looks a key of it up.
 */
export function renderScenarioReference(schema: object, find: (path: string) => Lookup): string {
  const needs = findNeeds(schema, NAMED);
  const named = NAMED.map(([path, name]) => openTree(find, `${path}.${name}`));
  const sections = sectionsOf([openTree(find, ""), ...named]);
  const places = new Map(sections.map(({ path, signature }) => [signature, path]));
  const parts = sections.map((section) => renderSection(section, places, needs));
  return `${[INTRODUCTION, ...parts].join("\n\n")}\n`;
}

/** Keys with keys of their own, each in the first place where the same are found. */
function sectionsOf(roots: readonly FieldNode[]): readonly FieldNode[] {
  const seen = new Set<string>();
  const sections: FieldNode[] = [];
  const walk = (node: FieldNode): void => {
    if (node.below.length === 0 || seen.has(node.signature)) return;
    seen.add(node.signature);
    sections.push(node);
    for (const child of node.below) walk(child);
  };
  for (const root of roots) walk(root);
  return sections;
}

function headingOf(path: string): string {
  const named = NAMED.find(([above, name]) => path === `${above}.${name}`);
  if (named !== undefined) return `${named[0]}.NAME`;
  return path === "" ? "Top level" : path;
}

function renderSection(
  node: FieldNode,
  places: ReadonlyMap<string, string>,
  needs: ReadonlyMap<string, string>,
): string {
  const { field, path } = node;
  const level = path.split(".").length === 1 ? "##" : "###";
  const rows = node.below.map((child): Row => {
    const place = child.below.length === 0 ? undefined : places.get(child.signature);
    const link = place === undefined ? "" : `[Its keys](#${anchorOf(headingOf(place))}).`;
    return [
      codeCell(child.name),
      valueCell(child),
      defaultOf(child, needs),
      isSaidByValue(child) ? "" : examplesCell(factOf(child, "example")),
      `${plainCell(meaningOf(child))} ${link}`.trim(),
    ];
  });
  const table = renderTable(["key", "value", "default", "example", "meaning"], rows);
  const example = factOf(node, "example").split("   ")[0];
  return [
    `${level} ${headingOf(path)}`,
    ...(path === "" ? [] : [plainCell(field.meanings.join(" "))]),
    ...(example === "" || path === "" ? [] : [`For example ${codeCell(example)}`]),
    table,
    ...(path.startsWith("pools.") ? [POOLS_NOTE] : []),
  ].join("\n\n");
}

/** What a value may be; a pattern as code, and a law by its name. */
function valueCell(node: FieldNode): string {
  const value = factOf(node, "value");
  const [, pattern] = /^text that matches (.*)$/u.exec(value) ?? [];
  if (pattern !== undefined) return `text that matches ${codeCell(pattern)}`;
  const words = value
    .replaceAll(
      /(?:(?:, or )?keys of its own with distribution: [\w |]+)+/gu,
      ", or a distribution",
    )
    .replaceAll(/\b(\w+) \| \1\b/gu, "$1")
    .replace(/^, or /u, "");
  return plainCell(words);
}

/** True if the form of the value says as much as an example would, or its section has one. */
function isSaidByValue(node: FieldNode): boolean {
  const value = factOf(node, "value");
  return node.below.length > 0 || value === "true or false" || / \| /u.test(value);
}

function examplesCell(examples: string): string {
  const all = examples.split("   ").filter((one) => one !== "");
  return all.map(codeCell).join(" or ");
}

function defaultOf(node: FieldNode, needs: ReadonlyMap<string, string>): string {
  return needs.get(node.path) ?? codeCell(factOf(node, "default"));
}

/** Which forms have it, and what it means in each. */
function meaningOf({ field, meaning }: FieldNode): string {
  const [, forms = ""] = /^\(([^)]*)\) /u.exec(meaning) ?? [];
  const prefix = forms === "" ? "" : `(${[...new Set(forms.split(", "))].join(", ")}) `;
  // The values of what tells forms apart stand beside its meaning.
  const [only] = field.meanings.length === 1 ? field.meanings : [""];
  const [, what] = /^(The [^:]+): [\w-]+(?:, [\w-]+)* or [\w-]+\.$/u.exec(only) ?? [];
  return prefix + (what === undefined ? field.meanings.join(" Or: ") : `${what}.`);
}
