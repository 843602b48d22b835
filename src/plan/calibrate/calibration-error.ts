/** Points that can't be calibrated on; the message says which measurement would help. */
export class CalibrationError extends Error {
  override readonly name: string = "CalibrationError";
}
