import { connect, createServer, type Socket } from "node:net";

/** A way to a server that can swallow all that is sent, and closes nothing. */
export interface Hole {
  readonly url: string;
  /** Swallows from now on, or lets what was held go on. */
  swallow(isSwallowing: boolean): void;
  close(): void;
}

/** Opens a way to a server on this machine. */
export async function openHole(url: string): Promise<Hole> {
  const port = Number(new URL(url).port);
  const ends = new Set<Socket>();
  let isSwallowing = false;
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const [end, other] of [
      [near, far],
      [far, near],
    ]) {
      ends.add(end);
      if (isSwallowing) end.pause();
      end.on("data", (part) => other.write(part));
      end.on("error", () => {});
      end.on("close", () => {
        ends.delete(end);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `redis://127.0.0.1:${address.port}`,
    swallow(isOn): void {
      isSwallowing = isOn;
      for (const end of ends) {
        if (isOn) end.pause();
        else end.resume();
      }
    },
    close(): void {
      for (const end of ends) end.destroy();
      server.close();
    },
  };
}
