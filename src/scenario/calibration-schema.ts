import type * as z from "zod";
import type {
  Calibrated,
  CalibrationSection,
  LoadRange,
  MeasuredRange,
} from "./calibration-section.ts";
import { pair } from "./list.ts";
import { mapping } from "./mapping.ts";
import { described, node, orNull, readPart, type Report } from "./node.ts";
import { oneOf, plainNumber, share, text } from "./quantity.ts";

const MOST = 1e9;
const DATE = /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/;

const date = node<string>(text(), (value, report) => {
  const read = readPart(text(), value, [], report);
  if (read === undefined || DATE.test(read)) return read;
  return report({
    code: "bad-value",
    message: `must be a day as YYYY-MM-DD, got ${read}`,
    hint: "such as 2026-11-01",
  });
});

const measured = pair(
  plainNumber({ atLeast: 0, atMost: MOST }),
  plainNumber({ atLeast: 0, atMost: MOST }),
  "[lowest, highest]",
);

const range = node<MeasuredRange>(measured, (value, report) => {
  const read = readPart(measured, value, [], report);
  if (read === undefined || read[0] <= read[1]) return read;
  const message = `must not fall, got ${read[0]} to ${read[1]}`;
  return report({ code: "conflict", message, hint: "written [lowest, highest]" });
});

const loadRange: z.ZodType<LoadRange> = mapping({
  concurrency: described(orNull(range), "Requests in flight on a replica.", [1, 64]),
  batch: described(orNull(range), "Requests in a batch.", [1, 32]),
  input: described(orNull(range), "Mean input tokens.", [128, 8192]),
  output: described(orNull(range), "Mean output tokens.", [128, 1024]),
});

/** Where the times of a service come from; null if it doesn't say. */
export const calibration: z.ZodType<CalibrationSection | null> = described(
  orNull(
    mapping({
      basis: described(
        orNull(oneOf(["estimated"])),
        "Written where nobody measured this service.",
        "estimated",
      ),
      source: described(text(), "File, benchmark or report.", "vllm-bench.json"),
      date: described(orNull(date), "Day of the measurement.", "2026-11-01"),
      engine: described(
        orNull(text()),
        "What was measured: engine, model, machine.",
        "vllm 0.12.0, Llama-3.1-8B, H100",
      ),
      error: described(
        orNull(share({ above: 0, below: 1 })),
        "Relative error of the times on points left out of the fit: of tokens, that of TPOT.",
        "4.2%",
      ),
      ttftError: described(
        orNull(share({ above: 0, below: 1 })),
        "Relative error of TTFT on points left out, where `error` is that of TPOT.",
        "9.5%",
      ),
      loadRange: described(orNull(loadRange), "Loads that were measured.", {
        concurrency: [1, 64],
        input: [128, 8192],
        output: [128, 1024],
      }),
    }).transform(({ basis, ttftError, ...others }): CalibrationSection => ({
      ...(basis === null ? {} : { basis }),
      ...others,
      ...(ttftError === null ? {} : { ttftError }),
    })),
  ),
  "Where the times come from, as `tailcap calibrate` writes it. Its error is the calibrationError.",
  { source: "vllm-bench.json", date: "2026-11-01", error: "4.2%" },
);

/** Refuses two errors that differ. */
export function checkCalibration(service: Partial<Calibrated>, report: Report): void {
  const given = service.calibrationError ?? null;
  const fitted = service.calibration?.error ?? null;
  if (given === null || fitted === null || given === fitted) return;
  report({
    code: "conflict",
    message: `must be calibration.error, which is ${fitted * 100}%, got ${given * 100}%`,
    hint: "remove one of the two",
    path: ["calibrationError"],
  });
}

/** Makes the error of the calibration that of the service. */
export function withError<S extends Calibrated>(service: S): S {
  const { calibration: of, calibrationError } = service;
  return { ...service, calibrationError: calibrationError ?? of?.error ?? null };
}
