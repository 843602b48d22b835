/** How much room and color standard output has. */
export function terminalLook(): { readonly color: boolean; readonly width: number } {
  const { env, stdout } = process;
  // https://no-color.org: any non-empty value means no color.
  const isPlain = (env.NO_COLOR ?? "") !== "" || env.TERM === "dumb";
  return { color: stdout.isTTY && !isPlain, width: stdout.isTTY ? stdout.columns : 100 };
}

/**
 * Writes to standard output and waits until it is taken, so that pipes get all of it. A reader that
 * has gone away is no error.
 */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(
      text.endsWith("\n") ? text : `${text}\n`,
      (error: NodeJS.ErrnoException | null | undefined) => {
        if (error && error.code !== "EPIPE") reject(error);
        else resolve();
      },
    );
  });
}
