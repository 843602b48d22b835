import { parsers } from "prettier/plugins/markdown";

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** What a parser of GitHub-flavoured Markdown makes of a text. */
export interface ParsedMarkdown {
  /** Kinds of nodes, each once. */
  readonly kinds: ReadonlySet<string>;
  /** All text outside of code. */
  readonly text: string;
  /** Number of pictures. */
  readonly images: number;
}

/** Parses Markdown with the parser that Prettier brings along (remark, tables included). */
export async function parseMarkdown(text: string): Promise<ParsedMarkdown> {
  const { parse }: { parse: (text: string, options: never) => unknown } = parsers.markdown;
  // It takes no notice of its options.
  const root = await Reflect.apply(parse, parsers.markdown, [text, {}]);
  const kinds = new Set<string>();
  let words = "";
  let images = 0;
  const visit = (node: Node): void => {
    kinds.add(node.type);
    if (node.type === "image") images++;
    if (node.type === "text" || node.type === "whitespace") words += node.value ?? "";
    node.children?.forEach(visit);
  };
  if (!isNode(root)) throw new TypeError("the parser returned no tree");
  visit(root);
  return { kinds, text: words, images };
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
