import type { Argv } from "yargs";

/** What is declared of the command at hand. */
export interface Declared {
  /** Words of the command, such as `trace stats`; none if no command was found. */
  readonly words: readonly string[];
  /** Commands below it. */
  readonly commands: readonly string[];
  readonly positionals: readonly string[];
  /** Options that may be shown, without dashes. */
  readonly options: readonly string[];
  readonly booleans: readonly string[];
  /** Those that may be given more than once: they start from an empty list. */
  readonly lists: readonly string[];
  readonly required: readonly string[];
  readonly choices: ReadonlyMap<string, readonly string[]>;
  readonly descriptions: ReadonlyMap<string, string>;
}

/**
 * Reads what is declared of the command that yargs is at. It knows, but its types leave it out;
 * what isn't there reads as nothing.
 */
export function declaredBy(parser: Argv): Declared {
  const options = ask(parser, "getOptions");
  const internal = ask(parser, "getInternalMethods");
  const usage = ask(internal, "getUsageInstance");
  const group = ask(usage, "getPositionalGroupName");
  const positionals = texts(typeof group === "string" ? ask(ask(parser, "getGroups"), group) : []);
  const hidden = texts(ask(options, "hiddenOptions"));
  const isShown = (key: string): boolean =>
    key.length > 1 && !positionals.includes(key) && !hidden.includes(key);
  const defaults = entries(ask(options, "default"));
  const choices = entries(ask(options, "choices"));
  const commands = ask(ask(internal, "getCommandInstance"), "getCommandHandlers");
  const described = entries(ask(usage, "getDescriptions"));
  return {
    words: texts(ask(ask(internal, "getContext"), "commands")),
    commands: entries(commands).map(([name]) => name),
    positionals,
    options: entries(ask(options, "key")).flatMap(([key]) => (isShown(key) ? [key] : [])),
    booleans: texts(ask(options, "boolean")),
    lists: defaults.flatMap(([key, value]) => (Array.isArray(value) ? [key] : [])),
    required: entries(ask(parser, "getDemandedOptions")).map(([key]) => key),
    choices: new Map(choices.map(([key, words]) => [key, texts(words)])),
    descriptions: new Map(described.map(([key, text]) => [key, String(text)])),
  };
}

/** A property, or what it returns if it is a method. */
function ask(of: unknown, key: string): unknown {
  const found: unknown = Object(of)[key];
  return typeof found === "function" ? found.call(of) : found;
}

function entries(of: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(Object(of));
}

function texts(of: unknown): readonly string[] {
  return Array.isArray(of) ? of.filter((one) => typeof one === "string") : [];
}
