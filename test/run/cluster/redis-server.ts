import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Redis server of a test's own. */
export interface RedisServer {
  readonly url: string;
  /** Kills it, waits, and starts it again on the same port and folder. */
  restart(seconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** Whether Debian's redis-server, or another of that name, is installed. */
export const HAS_REDIS: boolean = spawnSync("redis-server", ["--version"]).status === 0;

/**
 * Starts a server on a free port.
 *
 * @param isDurable - Whether what it holds outlives a restart.
 * @param options - Further ones of the server's own.
 */
export async function startRedis(
  isDurable: boolean,
  options: readonly string[] = [],
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "tailcap-redis-"));
  const port = await freePort();
  const durability = isDurable ? ["--appendonly", "yes"] : ["--save", ""];
  const args = ["--port", String(port), "--dir", folder, ...durability, ...options];
  const launch = async (): Promise<ChildProcess> => {
    const child = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.stdout.on("data", (text: Buffer) => {
        if (text.includes("Ready to accept connections")) resolve();
      });
    });
    return child;
  };
  let server = await launch();
  const kill = async (): Promise<void> => {
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await gone;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    async restart(seconds): Promise<void> {
      await kill();
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
      server = await launch();
    },
    async stop(): Promise<void> {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A port of this machine that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}
