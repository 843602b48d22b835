/** Hours of a month in every price here: 365 × 24 / 12. */
export const HOURS_PER_MONTH = 730;
