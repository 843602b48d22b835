/** The option of a key of `workload.trace`: `onError` is `--on-error`. */
export function traceOption(key: string): string {
  return `--${key.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Puts what readers of traces say of a scenario's keys as options of the command line:
 * `` `workload.trace.onError: skip` `` is `` `--on-error skip` ``, and a switch has no value.
 */
export function inOptions(text: string): string {
  return text
    .replaceAll(/`workload\.trace\.(\w+)(?:: (\w+))?`/gu, (_, key: string, value?: string) => {
      const isSwitch = value === undefined || value === "true";
      return `\`${traceOption(key)}${isSwitch ? "" : ` ${value}`}\``;
    })
    .replaceAll(/`format: ([\w-]+)`/gu, "`--format $1`");
}

/** The same of a complaint about the keys themselves, where they stand without quotes. */
export function complaintInOptions(text: string): string {
  return text
    .replaceAll(/\bcolumns: \{([^}]*)\}/gu, (_, pairs: string) => {
      return `--columns ${pairs.replaceAll(/: /gu, "=").replaceAll(/, /gu, ",")}`;
    })
    .replaceAll(/\bformat: ([\w-]+)/gu, "--format $1");
}
