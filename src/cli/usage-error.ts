/** A command line that asks for something impossible; its message says what and what to do. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}
