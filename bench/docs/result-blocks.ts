import type { Lookup } from "../../src/cli/explain/field.ts";
import { factOf, openTree, type FieldNode } from "./field-tree.ts";
import { anchorOf, codeCell, plainCell, renderTable, type Row } from "./markdown.ts";

/** What stands between the prose of docs/results.md: a table of the keys below a path. */
const BLOCK = /<!-- keys of (?<path>[\w.]+) -->\n[^]*?<!-- end of keys -->/gu;

/** The whole of result.json, as a block names it. */
const WHOLE = "result.json";

/** What keys say that have no words of their own, wherever they stand. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  replicas: "Replica count.",
  settings: "Values of the further sweep axes, by path.",
  costPerHour: "Dollars.",
  costPerMonth: "Dollars for 730 hours.",
  name: "Its name.",
  class: "The class whose requests count; null for all.",
  metric: "What is measured.",
  within: "Seconds within which a request is good.",
  target: "Share of requests that must be good.",
  meanReplicas: "Mean over the measured span.",
  peakReplicas: "Most at once.",
  recomputed: "Tokens computed again after preemptions.",
  abandoned: "Work for clients that had given up.",
  lost: "Attempts that came to nothing.",
  overprovision: "Slack that the SLO doesn't need.",
  kind: "Which of these it is.",
  form: "Which formula it is.",
  reason: "In words.",
  burn: "As written.",
  severity: "As written.",
  failures: "How many fail, a month.",
  every: "Seconds between checkpoints.",
  down: "How many are down.",
  fee: "Dollars a month.",
  perHour: "Dollars an hour, never negative.",
  perMonth: "Dollars for 730 hours, never negative.",
  morePerHour: "Dollars an hour more.",
  morePerMonth: "Dollars for 730 hours more.",
};

interface Block {
  readonly path: string;
  /** Of the heading it stands under. */
  readonly anchor: string;
}

/**
 * Writes the tables of docs/results.md anew, from the types of results and their doc comments.
 *
 * @param text - The page: prose with a block of two comments for each table.
 * @param find - Looks a key of result.json up.
 * @throws Error for a block of a path that doesn't exist.
 */
export function fillResultBlocks(text: string, find: (path: string) => Lookup): string {
  const root = openTree(find, "", (path) => path === "scenario");
  const blocks = blocksOf(text);
  return text.replaceAll(BLOCK, (_, path: string) => {
    const rows = rowsOf(nodeAt(root, path), { root, blocks, prefix: "" });
    const table = renderTable(["field", "value", "meaning"], rows);
    return `<!-- keys of ${path} -->\n\n${table}\n\n<!-- end of keys -->`;
  });
}

function blocksOf(text: string): readonly Block[] {
  return Array.from(text.matchAll(BLOCK), (match): Block => {
    const headings = [...text.slice(0, match.index).matchAll(/^#+ (.*)$/gmu)];
    return {
      path: match.groups?.["path"] ?? "",
      anchor: anchorOf(headings[headings.length - 1]?.[1] ?? ""),
    };
  });
}

function nodeAt(root: FieldNode, path: string): FieldNode {
  if (path === WHOLE) return root;
  let node: FieldNode | undefined = root;
  for (const name of path.split(".")) node = node?.below.find((one) => one.name === name);
  if (node === undefined) throw new Error(`result.json has no ${path}`);
  return node;
}

interface Surroundings {
  readonly root: FieldNode;
  readonly blocks: readonly Block[];
  /** Path from the table's own to the keys. */
  readonly prefix: string;
}

function rowsOf(node: FieldNode, surroundings: Surroundings): readonly Row[] {
  const { prefix } = surroundings;
  return togetherOf(node.below).flatMap((together): readonly Row[] => {
    const [first] = together;
    const names = together.map(({ name }) => codeCell(prefix + name)).join(", ");
    const meaning = plainCell(first.meaning || (EVERYWHERE[first.name] ?? ""));
    const value = first.path === "scenario" ? "keys of its own" : factOf(first, "value");
    const elsewhere = linkTo(first, surroundings);
    const row = [names, plainCell(value), `${meaning} ${elsewhere}`.trim()];
    if (elsewhere !== "") return [row];
    return [row, ...rowsOf(first, { ...surroundings, prefix: `${prefix}${first.name}.` })];
  });
}

/** Keys that one sentence is about: it stands at the first of them, the others have none. */
function togetherOf(nodes: readonly FieldNode[]): readonly (readonly FieldNode[])[] {
  const groups: FieldNode[][] = [];
  for (const node of nodes) {
    const last = groups[groups.length - 1];
    const isOfLast = node.meaning === "" && !Object.hasOwn(EVERYWHERE, node.name);
    const isAlike = last !== undefined && factOf(last[0], "value") === factOf(node, "value");
    if (isOfLast && isAlike) last.push(node);
    else if (last !== undefined && node.below.length > 0 && isRepeated(last[0], node)) {
      last.push(node);
    } else groups.push([node]);
  }
  return groups;
}

/** The same keys below, under the same words. */
function isRepeated(one: FieldNode, other: FieldNode): boolean {
  return one.signature === other.signature && one.meaning === other.meaning;
}

/** Where the keys below are told: under their own heading, or that of others that are the same. */
function linkTo(node: FieldNode, { blocks, root }: Surroundings): string {
  if (node.path === "scenario") return "[Its keys](scenario-reference.md).";
  if (node.below.length === 0) return "";
  const block =
    blocks.find(({ path }) => path === node.path) ??
    blocks.find(({ path }) => nodeAt(root, path).signature === node.signature);
  return block === undefined ? "" : `[Its keys](#${block.anchor}).`;
}
