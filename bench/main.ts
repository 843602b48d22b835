import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchContinuous } from "./continuous.bench.ts";
import { benchControl } from "./control.bench.ts";
import { benchMemory } from "./memory.bench.ts";
import { benchSerial } from "./serial.bench.ts";
import { benchStartup } from "./startup.bench.ts";
import { benchSweep } from "./sweep.bench.ts";

/** Compiled, this file stands in bench/build/bench. */
const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Memory comes first, while the process is small. */
const BENCHES: Readonly<Record<string, (isSmoke: boolean) => void>> = {
  memory: benchMemory,
  continuous: (isSmoke) => benchContinuous(ROOT, isSmoke),
  serial: benchSerial,
  control: benchControl,
  startup: (isSmoke) => benchStartup(ROOT, isSmoke),
  sweep: (isSmoke) => benchSweep(ROOT, isSmoke),
};

const { positionals, values } = parseArgs({
  options: { smoke: { type: "boolean", default: false } },
  allowPositionals: true,
});
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  if (!(name in BENCHES)) {
    console.error(`unknown bench: ${name}; there are ${Object.keys(BENCHES).join(", ")}`);
    process.exit(2);
  }
  BENCHES[name](values.smoke);
}
