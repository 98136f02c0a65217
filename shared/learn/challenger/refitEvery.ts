/** New labels (HERA: requests) after which a challenger is fitted, unless the settings say otherwise. HERA's paper: 1,000. */
export const refitEvery = 200;
