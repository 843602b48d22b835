import { describe, expect, it } from "vitest";
import { markup, preformatted, scriptJson, trusted } from "../../../src/report/page/markup.ts";

const HOSTILE = `</script><b a="1">]]>&{{7*7}}'`;

describe("a template", () => {
  it("escapes text and keeps markup", () => {
    const inner = markup`<i>${HOSTILE}</i>`;
    expect(markup`<p>${inner}${[trusted("<br>")]}${null}${false}${3}</p>`.html).toBe(
      "<p><i>&lt;/script&gt;&lt;b a=&quot;1&quot;&gt;]]&gt;&amp;{{7*7}}&#39;</i><br>3</p>",
    );
  });
});

describe("JSON in a script element", () => {
  it("can't end the element and means the same", () => {
    const { html } = scriptJson({ text: `${HOSTILE}<!--\u2028` });
    expect(html).not.toMatch(/[<>&\u2028]/u);
    expect(JSON.parse(html)).toEqual({ text: `${HOSTILE}<!--\u2028` });
  });
});

describe("preformatted text", () => {
  it("keeps lines, indentation and aligned comments, and escapes the rest", () => {
    expect(preformatted("a:\r\n  b: 1   # <c>\n\td").html).toBe("a:\n  b: 1   # &lt;c&gt;\n    d");
  });

  it("removes what would hide or reorder text", () => {
    expect(preformatted("a\u202eb\u0007").html).toBe("a b");
  });
});
