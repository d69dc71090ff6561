/** A figure to so many decimals; milliseconds are told to the hundredth. */
export const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));
