/** How much room and color standard output has. */
export function terminalLook(): { readonly color: boolean; readonly width: number } {
  const { env, stdout } = process;
  // https://no-color.org: any non-empty value means no color.
  const isPlain = (env.NO_COLOR ?? "") !== "" || env.TERM === "dumb";
  return { color: stdout.isTTY && !isPlain, width: stdout.isTTY ? stdout.columns : 100 };
}

/** Writes to standard output and waits until it is taken, so that pipes get all of it. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
