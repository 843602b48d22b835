import { describe, expect, it } from "vitest";
import {
  importsOfModule,
  linkModules,
  type ModuleText,
} from "../../../src/report/page/link-modules.ts";

function moduleOf(name: string, text: string): ModuleText {
  return { name, text, resolve: (specifier) => specifier };
}

/** What a script leaves in `globalThis.found`. */
function runScript(script: string): unknown {
  // oxlint-disable-next-line typescript/no-implied-eval -- the script is the thing under test
  return new Function(`const globalThis = {};${script};return globalThis.found;`)();
}

describe("linked modules", () => {
  it("run in order, each in a scope of its own, with what they export under the names asked for", () => {
    const script = linkModules([
      moduleOf(
        "a",
        "const hidden = 1;\nexport const one = hidden;\nfunction f() { return 2; }\nexport { f as two };",
      ),
      moduleOf(
        "b",
        'import { one, two as second } from "a";\nconst hidden = 10;\nglobalThis.found = [one, second(), hidden];',
      ),
    ]);
    expect(runScript(script)).toEqual([1, 2, 10]);
  });

  it("refuse what they can't link rather than leave it out", () => {
    expect(() => linkModules([moduleOf("a", "export default 1;")])).toThrow(/a can't be linked/);
    expect(() => linkModules([moduleOf("a", 'import x from "b";')])).toThrow(/a can't be linked/);
    expect(() => linkModules([moduleOf("a", 'import { x } from "b";')])).toThrow(/b too early/);
  });

  it("tell what a module needs", () => {
    expect(
      importsOfModule('import { a } from "./a.js";\nimport {\n  b,\n} from "./b.js";\n'),
    ).toEqual(["./a.js", "./b.js"]);
  });
});
