import { UsageError } from "./usage-error.ts";

/** Shows how far a sweep has come. */
export interface Progress {
  /** @param reused - Of those done, the tasks that an earlier run had done. */
  update(done: number, total: number, reused?: number): void;
  /** Tells of one task, where the form of progress has room for it. */
  task(event: object): void;
  /** Says something besides, in any form: a program's lines stay JSON, a bar stays whole. */
  note(text: string): void;
  /** Ends what is shown; a later update begins anew. */
  stop(): void;
}

/** Forms of progress: a bar on a terminal, JSON Lines for programs, or nothing. */
export const PROGRESS_FORMS = ["bar", "json", "none"] as const;

/** One of the forms. */
export type ProgressForm = (typeof PROGRESS_FORMS)[number];

/**
 * Reads `--progress`.
 *
 * @throws UsageError if it names no form.
 */
export function progressForm(given: string | undefined, isQuiet: boolean): ProgressForm {
  if (given === undefined) return isQuiet ? "none" : "bar";
  const form = PROGRESS_FORMS.find((name) => name === given);
  if (form === undefined) {
    throw new UsageError(
      `--progress must be ${PROGRESS_FORMS.join(", ")}, got ${given || "nothing"}`,
    );
  }
  return form;
}

const SILENCE: Progress = {
  update: () => {},
  task: () => {},
  note: (text) => void process.stderr.write(`${text}\n`),
  stop: () => {},
};

/**
 * Opens progress on standard error. A bar is shown on terminals only; JSON Lines go anywhere.
 */
export async function openProgress(form: ProgressForm): Promise<Progress> {
  if (form === "json") return openProgressLines();
  if (form === "none" || !process.stderr.isTTY) return SILENCE;
  const { default: cliProgress } = await import("cli-progress");
  const bar = new cliProgress.SingleBar({
    format: "simulating {bar} {value}/{total} runs{reused}, {rate}, {eta_formatted} left",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  const pace = openPace();
  let isStarted = false;
  return {
    update(done, total, reused = 0): void {
      const { perSecond } = pace(done - reused);
      const payload = {
        reused: reused === 0 ? "" : ` (${reused} kept from before)`,
        rate: perSecond === null ? "…" : `${Number(perSecond.toPrecision(2))}/s`,
      };
      if (!isStarted) bar.start(total, done, payload);
      isStarted = true;
      bar.update(done, payload);
    },
    task: () => {},
    note(text): void {
      // Over the bar, which is drawn again below.
      process.stderr.write(`${isStarted ? ERASE_LINE : ""}${text}\n`);
    },
    stop(): void {
      if (isStarted) bar.stop();
      isStarted = false;
    },
  };
}

/** ECMA-48: to the first column, and erase in line. */
const ERASE_LINE = "\r\u001b[2K";

/** Progress for programs: a line of JSON for every task and every count. */
function openProgressLines(): Progress {
  const pace = openPace();
  return {
    update(done, total, reused = 0): void {
      const { perSecond } = pace(done - reused);
      const secondsLeft = perSecond === null ? null : (total - done) / perSecond;
      writeLine({ done, total, reused, perSecond, secondsLeft });
    },
    task: writeLine,
    note: (text) => writeLine({ note: text }),
    stop: () => {},
  };
}

function writeLine(record: object): void {
  process.stderr.write(`${JSON.stringify(record)}\n`);
}

/** Tasks computed a second, since the first was. */
function openPace(): (computed: number) => { readonly perSecond: number | null } {
  const start = performance.now();
  return (computed) => {
    const seconds = (performance.now() - start) / 1000;
    return { perSecond: computed > 0 && seconds > 0 ? computed / seconds : null };
  };
}
