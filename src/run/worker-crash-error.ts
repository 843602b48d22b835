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
