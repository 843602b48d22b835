/** What a command line has that looks like options. */
export function optionWords(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? args.length : end).filter((word) => /^--?[a-z]/iu.test(word));
}

/** Names that yargs may call an option by: `--no-x` is x, `-ab` is a and b. */
export function optionNames(word: string): readonly string[] {
  const [, dashes, name] = /^(--?)([^=]*)/u.exec(word) ?? ["", "", ""];
  if (dashes === "-") return name.split("");
  return [name, name.replace(/^no-/u, "")];
}
