/** Texts that Markdown, HTML or GitHub would make something of. */
export const HOSTILE: readonly string[] = [
  "a | b | c",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "</details><h1>gotcha</h1>",
  "![pixel](https://evil.example/p.png)",
  "[click](javascript:alert(1))",
  "[ref]: https://evil.example",
  "https://evil.example/?a=b and www.evil.example and mail@evil.example",
  "`code` and ``more`` and ```fence",
  "**bold** __bold__ *em* _em_ ~~gone~~",
  "# heading",
  "- item",
  "+ item",
  "1. item",
  "1) item",
  "---",
  "===",
  "> quote",
  "&lt;b&gt; &copy; &#64;",
  "back\\slash \\| \\`",
  "one\ntwo\n\n# three\r\n- four",
  "$E=mc^2$ and $$x$$",
  "<!-- hidden --> --> <!--",
  "[^1] and [ ] and [x]",
  "\u001b[31mred\u001b[0m\u202egpj.exe",
];

/** The zero-width spaces that keep a text from being a mention or a link. */
export function withoutBreaks(text: string): string {
  return text.replaceAll("\u200b", "");
}
