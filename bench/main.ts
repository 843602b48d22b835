import { join } from "node:path";
import { parseArgs } from "node:util";
import { benchContinuous } from "./continuous.bench.ts";
import { benchControl } from "./control.bench.ts";
import { benchExecutor } from "./executor.bench.ts";
import { benchHuge } from "./huge/huge.bench.ts";
import { benchMemory } from "./memory.bench.ts";
import { benchPeers } from "./peers/peers.bench.ts";
import { benchReport } from "./report.bench.ts";
import { benchSerial } from "./serial.bench.ts";
import { benchStartup } from "./startup.bench.ts";
import { benchSweepGrid } from "./sweep-grid.bench.ts";
import { benchSweep } from "./sweep.bench.ts";

/** Compiled, this file stands in bench/build/bench. */
const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Memory comes first, while the process is small. */
const BENCHES: Readonly<Record<string, (isSmoke: boolean) => void | Promise<void>>> = {
  memory: benchMemory,
  continuous: (isSmoke) => benchContinuous(ROOT, isSmoke),
  serial: benchSerial,
  control: benchControl,
  report: (isSmoke) => benchReport(ROOT, isSmoke),
  startup: (isSmoke) => benchStartup(ROOT, isSmoke),
  peers: (isSmoke) => benchPeers(ROOT, isSmoke),
  executor: (isSmoke) => benchExecutor(ROOT, isSmoke),
  "sweep-grid": (isSmoke) => benchSweepGrid(ROOT, isSmoke),
  huge: (isSmoke) => benchHuge(ROOT, isSmoke),
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
  await BENCHES[name](values.smoke);
}
