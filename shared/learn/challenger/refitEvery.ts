/** New labels (HERA: requests) after which a challenger is fitted, unless the settings say otherwise. HERA's paper: 1,000. */
export const refitEvery = 200;

/** What the settings may say: fewer could not tell better from luck. */
export const refitBounds = { low: 50, high: 10_000 } as const;
