/** A task that every worker died on. */
export class WorkerCrashError extends Error {
  override readonly name = "WorkerCrashError";

  /**
   * @param death - How the last worker died, in words.
   * @param attempts - Workers that died.
   */
  constructor(death: string, attempts: number) {
    super(`${attempts} workers died on the same task, the last one because ${death}`);
  }
}

/**
 * Reads the message of a crash in another process.
 *
 * @returns Null if it is something else.
 */
export function crashIn(message: string): WorkerCrashError | null {
  const match = /^(\d+) workers died on the same task, the last one because (.*)$/s.exec(message);
  return match === null ? null : new WorkerCrashError(match[2], Number(match[1]));
}
