/** The user pressed Ctrl-C. */
export class InterruptError extends Error {
  override readonly name = "InterruptError";
}

function ignore(): void {}

/**
 * Waits for work until it is done or the user presses Ctrl-C. What the work does afterwards is its
 * own affair: it must be stopped by the one who started it. A second Ctrl-C ends the process, as
 * always.
 *
 * @param outlook - What the user is told of the work that was stopped.
 * @throws InterruptError at Ctrl-C; else what the work throws.
 */
export async function untilInterrupted<Found>(
  work: Promise<Found>,
  outlook: () => string,
): Promise<Found> {
  let interrupt: NodeJS.SignalsListener = ignore;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = (signal) => reject(new InterruptError(`stopped by ${signal}; ${outlook()}`));
  });
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    // Whichever lost the race may still fail, with no one left to tell.
    work.catch(() => {});
    interrupted.catch(() => {});
  }
}
