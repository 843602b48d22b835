import { basename } from "node:path";
import { fitTrace } from "../plan/trace/fit-trace.ts";
import { fitLines, generatorOf } from "../report/trace/fit-lines.ts";
import { writeYaml } from "../scenario/write-yaml.ts";
import { EXIT_MET, EXIT_NOT_MET } from "./exit-code.ts";
import { fileName, wholeNumber } from "./options.ts";
import { print } from "./terminal.ts";
import { openTrace, type TraceArguments } from "./trace-options.ts";
import { UsageError } from "./usage-error.ts";
import { writeFiles } from "./write-files.ts";

/**
 * `tailcap trace fit`: prints a generator that stands in for a trace, and says how well it does.
 *
 * @returns 1 if the fit is not good.
 * @throws UsageError or TraceError for bad input.
 */
export async function traceFit(args: TraceArguments): Promise<number> {
  const out = fileName("out", args.out);
  const seed = wholeNumber("seed", args.seed, 0) ?? 1;
  const { rows, trace } = await openTrace(args);
  const { arrivals } = trace;
  if (arrivals.length < 3 || arrivals[arrivals.length - 1] === arrivals[0]) {
    throw new UsageError(`${args.file}: a fit needs at least 3 requests that are not all at once`);
  }
  const fit = fitTrace(trace, seed);
  const lines = fitLines(fit);
  const comment = [`fitted by tailcap trace fit, seed ${seed}`, ...rows.notes, ...lines];
  const text = writeYaml(
    [generatorOf(fit, `${basename(args.file)}, fitted by tailcap trace fit`)],
    comment,
  );
  if (out !== undefined) await writeFiles([{ path: out, text }]);
  await print(out === undefined ? text : `wrote ${out}`);
  process.stderr.write(`${lines.join("\n")}\n`);
  return fit.isGood ? EXIT_MET : EXIT_NOT_MET;
}
