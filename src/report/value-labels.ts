import { cleanText, valueText } from "./plain-text.ts";
import { shortenAll } from "./shorten.ts";

/** Letters of a label. */
const LENGTH_MAX = 64;

/** Keys whose value says what a mapping is; it stands by itself, before the rest. */
const TAGS: readonly string[] = ["kind", "signal", "preset", "process", "distribution", "metric"];
/** Keys whose value is the first thing to know of such a mapping; it needs no name beside the tag. */
const MAIN_KEYS: readonly string[] = ["target", "share", "rate", "mean", "value"];

/**
 * Short names for the values of one axis, by which people tell them apart: of mappings and lists
 * what the thing is and the keys in which the values differ.
 *
 * @param values - Distinct, as written in the scenario.
 * @returns One label a value, all different, of at most 64 letters.
 * @example
 * valueLabels(["none", { kind: "envoy", share: "20%", least: 3 }]); // => ["none", "envoy 20%"]
 */
export function valueLabels(values: readonly unknown[]): readonly string[] {
  const leaves = values.map(leavesOf);
  const differing = pathsThatDiffer(leaves.filter((own) => own.size > 0));
  const isShown = (path: string): boolean => differing.has(path) || isMainPath(path);
  const short = values.map((value) => describe(value, "", isShown));
  const longer = short.map((label, index) => {
    const alike = short.flatMap((other, place) => (other === label ? [place] : []));
    if (label !== "" && alike.length === 1) return label;
    const apart = pathsThatDiffer(
      alike.map((place) => leaves[place]),
      "",
    );
    return describe(values[index], "", (path) => isShown(path) || apart.has(path));
  });
  const whole = longer.map((label, index) => {
    const isClear = label !== "" && longer.filter((other) => other === label).length === 1;
    return isClear ? label : wholeText(values[index]);
  });
  return shortenAll(numbered(whole), (label) => Array.from(label).length <= LENGTH_MAX);
}

/** Every scalar of a mapping or a list of mappings by its path; of anything else nothing. */
function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const visit = (node: unknown, path: string): void => {
    if (isMappings(node)) {
      itemPaths(node, path).forEach((itemPath, index) => visit(node[index], itemPath));
    } else if (isMapping(node)) {
      for (const [key, member] of Object.entries(node)) visit(member, `${path}.${key}`);
    } else if (path !== "") {
      leaves.set(path, wholeText(node));
    }
  };
  visit(value, "");
  return leaves;
}

/**
 * Paths at which values are not all the same.
 *
 * @param missing - What a value without such a path has there; undefined if it doesn't count.
 */
function pathsThatDiffer(
  leaves: readonly ReadonlyMap<string, string>[],
  missing?: string,
): ReadonlySet<string> {
  const paths = new Set(leaves.flatMap((own) => [...own.keys()]));
  const differing = [...paths].filter((path) => {
    const texts = leaves.map((own) => own.get(path) ?? missing);
    return new Set(texts.filter((text) => text !== undefined)).size > 1;
  });
  return new Set(differing);
}

/** True of the main value of an axis' value itself, or of an item of it: ".share", "[queue].target". */
function isMainPath(path: string): boolean {
  const match = /^(?:\[[^\]]*\])?\.([^.[]+)$/.exec(path);
  return match !== null && MAIN_KEYS.includes(match[1]);
}

function describe(value: unknown, path: string, isShown: (path: string) => boolean): string {
  if (isMappings(value)) {
    const paths = itemPaths(value, path);
    const items = value.map((item, index) => describe(item, paths[index], isShown));
    return items.filter((item) => item !== "").join(" + ");
  }
  if (!isMapping(value)) return wholeText(value);
  const tag = tagOf(value);
  const named = Object.entries(value).filter(([key]) => key !== tag);
  const main = tag === null ? undefined : named.find(([key]) => MAIN_KEYS.includes(key));
  const head = [tag === null ? "" : wholeText(value[tag])];
  if (main !== undefined && isShown(`${path}.${main[0]}`)) head.push(wholeText(main[1]));
  const rest = named
    .filter((entry) => entry !== main)
    .flatMap(([key, member]) => {
      const below = `${path}.${key}`;
      const isInner = isMapping(member) || isMappings(member);
      const text = isInner || isShown(below) ? describe(member, below, isShown) : "";
      const isNeeded = !isInner || [...leavesOf(member).keys()].some((one) => isShown(below + one));
      return text !== "" && isNeeded ? [`${cleanText(key)} ${text}`] : [];
    });
  const first = head.filter((part) => part !== "").join(" ");
  // Commas would not tell where an item of a list ends.
  const isItem = path.includes("[");
  return [first, ...rest]
    .filter((part) => part !== "")
    .join(isItem || main === undefined ? " " : ", ");
}

/** Paths of a list's items: by what they are, so that the same thing is compared wherever it stands. */
function itemPaths(items: readonly Readonly<Record<string, unknown>>[], path: string): string[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const tag = tagOf(item);
    const name = tag === null ? "" : wholeText(item[tag]).replaceAll("]", "");
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return `${path}[${name}${count === 1 ? "" : `#${count}`}]`;
  });
}

function tagOf(value: Readonly<Record<string, unknown>>): string | null {
  return TAGS.find((tag) => typeof value[tag] === "string") ?? null;
}

/** Everything in a value, without the marks of a notation. */
function wholeText(value: unknown): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return "none";
    const isNested = value.some((item) => typeof item === "object" && item !== null);
    return value.map(wholeText).join(isNested ? ", " : " ");
  }
  if (!isMapping(value)) return valueText(value);
  const members = Object.entries(value);
  if (members.length === 0) return "empty";
  return members.map(([key, member]) => `${cleanText(key)} ${wholeText(member)}`).join(" ");
}

/** Puts a number behind texts that are the same although their values are not, such as 1 and "1". */
function numbered(labels: readonly string[]): readonly string[] {
  const taken = new Set(labels);
  return labels.map((label, index) => {
    if (labels.indexOf(label) === index) return label;
    let count = 2;
    while (taken.has(`${label} (${count})`)) count++;
    taken.add(`${label} (${count})`);
    return `${label} (${count})`;
  });
}

function isMappings(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) && value.length > 0 && value.every(isMapping);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
