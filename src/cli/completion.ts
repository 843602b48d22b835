import { SCRIPTS, shellOf, type Shell } from "./completion/scripts.ts";
import { EXIT_MET } from "./exit-code.ts";
import { print } from "./terminal.ts";

/** Arguments of `tailcap completion`. */
export interface CompletionArguments {
  readonly shell: Shell | undefined;
}

/** `tailcap completion`: prints the script that makes a shell complete its command lines. */
export async function completion({ shell }: CompletionArguments): Promise<number> {
  await print(SCRIPTS[shell ?? shellOf(process.env.SHELL)]);
  return EXIT_MET;
}
