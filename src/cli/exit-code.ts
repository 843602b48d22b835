/** The SLO can be met within the sweep, or the command had no such question to answer. */
export const EXIT_MET = 0;
/** The SLO can't be met within the sweep. */
export const EXIT_NOT_MET = 1;
/** The input is at fault; every problem has been listed. */
export const EXIT_BAD_INPUT = 2;
/** A bug in tailcap (EX_SOFTWARE of sysexits.h). */
export const EXIT_BUG = 70;
/** Stopped by Ctrl-C (128 + SIGINT, as shells have it). */
export const EXIT_INTERRUPTED = 130;
