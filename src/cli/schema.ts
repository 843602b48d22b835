import { scenarioJsonSchema } from "../scenario/json-schema.ts";
import { EXIT_MET } from "./exit-code.ts";
import { print } from "./terminal.ts";

/** `tailcap schema`: prints the JSON Schema of scenario files, for editors. */
export async function schema(): Promise<number> {
  await print(JSON.stringify(scenarioJsonSchema(), null, 2));
  return EXIT_MET;
}
