const RADIANS = Math.PI / 180;
const POWER = 25 ** 7;

/**
 * Difference of two colours as the eye sees it, CIEDE2000 with all weights 1: Sharma, Wu and Dalal, "The
 * CIEDE2000 color-difference formula: implementation notes, supplementary test data, and mathematical
 * observations", 2005. About 1 is just to be seen.
 *
 * @param one L*, a*, b*
 */
export function deltaE2000(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const chroma = (Math.hypot(one[1], one[2]) + Math.hypot(other[1], other[2])) / 2;
  const stretch = 1.5 - 0.5 * Math.sqrt(chroma ** 7 / (chroma ** 7 + POWER));
  const [a1, a2] = [stretch * one[1], stretch * other[1]];
  const [c1, c2] = [Math.hypot(a1, one[2]), Math.hypot(a2, other[2])];
  const [h1, h2] = [hue(a1, one[2]), hue(a2, other[2])];
  const grey = c1 * c2 === 0;

  let turn = grey ? 0 : h2 - h1;
  if (turn > 180) turn -= 360;
  else if (turn < -180) turn += 360;
  const dL = other[0] - one[0];
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * RADIANS);

  const L = (one[0] + other[0]) / 2;
  const C = (c1 + c2) / 2;
  let h = h1 + h2;
  if (!grey) {
    if (Math.abs(h1 - h2) > 180) h += h < 360 ? 360 : -360;
    h /= 2;
  }
  const cos = (degrees: number): number => Math.cos(degrees * RADIANS);
  const T = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const light = (L - 50) ** 2;
  const sL = 1 + (0.015 * light) / Math.sqrt(20 + light);
  const sC = 1 + 0.045 * C;
  const sH = 1 + 0.015 * C * T;
  const angle = 30 * Math.exp(-(((h - 275) / 25) ** 2));
  const rotation = -2 * Math.sqrt(C ** 7 / (C ** 7 + POWER)) * Math.sin(2 * angle * RADIANS);
  const [l, c, d] = [dL / sL, dC / sC, dH / sH];
  return Math.sqrt(l * l + c * c + d * d + rotation * c * d);
}

/** Degrees 0…360; 0 for grey. */
function hue(a: number, b: number): number {
  if (a === 0 && b === 0) return 0;
  const degrees = Math.atan2(b, a) / RADIANS;
  return degrees < 0 ? degrees + 360 : degrees;
}
