type Triple = readonly [red: number, green: number, blue: number];

/** kelvin of D65, what BT.709 calls white */
const DAYLIGHT = 6504;
/** kelvin that a temperature of 1 is away from it */
const SPAN = 2000;
/** stops that green loses against red and blue at a tint of 1 */
const TINT = 0.5;

/** XYZ to linear light of the BT.709 primaries (ITU-R BT.709-6) */
const TO_RGB = [
  3.24096994, -1.53738318, -0.49861076, -0.96924364, 1.8759675, 0.04155506, 0.05563008, -0.20397696,
  1.05697151,
];

/**
 * Factors on linear BT.709 light that turn daylight warmer or cooler, greener or more magenta. Grey keeps
 * its luminance; both at 0 give exactly 1.
 *
 * @param temperature 1: daylight of 4,504 K (amber); -1: of 8,504 K (blue); CIE 15:2004, 3.1
 * @param tint 1: green half a stop below red and blue; -1: above
 */
export function whiteGains(temperature: number, tint: number): Triple {
  if (temperature === 0 && tint === 0) return [1, 1, 1];
  const there = daylight(DAYLIGHT - SPAN * temperature);
  const here = daylight(DAYLIGHT);
  const green = 2 ** (-TINT * tint);
  const [r, g, b] = [there[0] / here[0], (green * there[1]) / here[1], there[2] / here[2]];
  const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return [r / luminance, g / luminance, b / luminance];
}

/** Linear BT.709 light of daylight of a colour temperature, 4,000 to 25,000 K, at luminance 1. */
function daylight(kelvin: number): Triple {
  const t = 1000 / kelvin;
  const x =
    kelvin <= 7000
      ? 0.244063 + 0.09911 * t + 2.9678 * t * t - 4.607 * t ** 3
      : 0.23704 + 0.24748 * t + 1.9018 * t * t - 2.0064 * t ** 3;
  const y = -3 * x * x + 2.87 * x - 0.275;
  const [X, Z] = [x / y, (1 - x - y) / y];
  const row = (i: number) => TO_RGB[i] * X + TO_RGB[i + 1] + TO_RGB[i + 2] * Z;
  return [row(0), row(3), row(6)];
}
