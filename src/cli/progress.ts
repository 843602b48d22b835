/** Shows how far a sweep has come. */
export interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}

/**
 * Opens a progress bar on standard error, if that is a terminal.
 *
 * @param isWanted - False for a bar that shows nothing.
 */
export async function openProgress(isWanted: boolean): Promise<Progress> {
  if (!isWanted || !process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const { default: cliProgress } = await import("cli-progress");
  const bar = new cliProgress.SingleBar({
    format: "simulating {bar} {value}/{total} runs, {eta_formatted} left",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let isStarted = false;
  return {
    update(done, total): void {
      if (!isStarted) bar.start(total, done);
      isStarted = true;
      bar.update(done);
    },
    stop(): void {
      if (isStarted) bar.stop();
    },
  };
}
