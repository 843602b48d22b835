/** A compiled module: ESM as the TypeScript compiler writes it. */
export interface ModuleText {
  /** Resolved name, unique among the modules. */
  readonly name: string;
  readonly text: string;
  /** Name of the module that a specifier in it stands for. */
  readonly resolve: (specifier: string) => string;
}

const IMPORT = /^import\s+\{([^}]*)\}\s+from\s+["']([^"']+)["'];?[ \t]*$/gm;
const EXPORT_DECLARATION = /^export\s+((?:async\s+)?(?:function|const|class)\s+([\w$]+))/gm;
const EXPORT_LIST = /^export\s+\{([^}]*)\};?[ \t]*$/gm;
const SOURCE_MAP = /^\/\/# sourceMappingURL=.*$/gm;

/**
 * Joins modules into one plain script, each in a scope of its own.
 *
 * It knows the forms of import and export that this repository's compiled code has, named ones at
 * the start of a line, and refuses any other: a bundler would do no more for these few files.
 *
 * @param modules - In an order in which each comes after those it imports.
 * @throws SyntaxError if a module has another form of import or export, or comes too early.
 */
export function linkModules(modules: readonly ModuleText[]): string {
  const places = new Map<string, number>();
  const linked = modules.map((module, place) => {
    const body = linkOne(module, (name) => {
      const found = places.get(name);
      if (found === undefined) throw new SyntaxError(`${module.name} imports ${name} too early`);
      return found;
    });
    places.set(module.name, place);
    return `const module${place} = (() => {\n${body}\n})();`;
  });
  return `"use strict";\n(() => {\n${linked.join("\n")}\n})();\n`;
}

/** Specifiers that a module imports, in the order of the text. */
export function importsOfModule(text: string): readonly string[] {
  return Array.from(text.matchAll(IMPORT), ([, , specifier]) => specifier);
}

function linkOne({ name, resolve, text }: ModuleText, placeOf: (name: string) => number): string {
  const exported: string[] = [];
  const body = text
    .replace(SOURCE_MAP, "")
    .replace(IMPORT, (_, names: string, specifier: string) => {
      const list = namesIn(names).map(([from, to]) => (from === to ? from : `${from}: ${to}`));
      return `const { ${list.join(", ")} } = module${placeOf(resolve(specifier))};`;
    })
    .replace(EXPORT_DECLARATION, (_, declaration: string, declared: string) => {
      exported.push(declared);
      return declaration;
    })
    .replace(EXPORT_LIST, (_, names: string) => {
      exported.push(...namesIn(names).map(([from, to]) => (from === to ? from : `${to}: ${from}`)));
      return "";
    });
  const left = /^(?:import|export)\b.*$/m.exec(body);
  if (left !== null) throw new SyntaxError(`${name} can't be linked: ${left[0]}`);
  return `${body.trim()}\nreturn { ${exported.join(", ")} };`;
}

/** Pairs of the name there and the name here. */
function namesIn(list: string): readonly (readonly [from: string, to: string])[] {
  return list
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .map((one) => {
      const [from, to = from] = one.split(/\s+as\s+/);
      return [from, to] as const;
    });
}
