import type { Transfer } from './transfer.ts';
import { transferTables } from './transfer.ts';

// BT.709 primaries, D65 (ITU-R BT.709-6), divided by the white point so that white is (1, 1, 1)
const WHITE = [0.95045593, 1, 1.08905775];
const TO_XYZ = [
  0.4123908 / WHITE[0],
  0.35758434 / WHITE[0],
  0.18048079 / WHITE[0],
  0.21263901,
  0.71516868,
  0.07219232,
  0.01933082 / WHITE[2],
  0.11919478 / WHITE[2],
  0.95053215 / WHITE[2],
];
const FROM_XYZ = invert3(TO_XYZ);

const EPSILON = 216 / 24389;
const KAPPA = 24389 / 27;

/** RGB code values 0…1 (interleaved, BT.709 primaries) to CIE L*a*b* under D65: L 0…100. */
export function toLab(rgb: Float32Array, transfer: Transfer): Float32Array {
  const { decodeFine } = transferTables(transfer, 16);
  const out = new Float32Array(rgb.length);
  for (let i = 0; i < rgb.length; i += 3) {
    const r = decodeFine[(clip(rgb[i]) * 65535 + 0.5) | 0];
    const g = decodeFine[(clip(rgb[i + 1]) * 65535 + 0.5) | 0];
    const b = decodeFine[(clip(rgb[i + 2]) * 65535 + 0.5) | 0];
    const x = curve(TO_XYZ[0] * r + TO_XYZ[1] * g + TO_XYZ[2] * b);
    const y = curve(TO_XYZ[3] * r + TO_XYZ[4] * g + TO_XYZ[5] * b);
    const z = curve(TO_XYZ[6] * r + TO_XYZ[7] * g + TO_XYZ[8] * b);
    out[i] = 116 * y - 16;
    out[i + 1] = 500 * (x - y);
    out[i + 2] = 200 * (y - z);
  }
  return out;
}

/** The inverse of `toLab`; colours outside the code range are clipped to it. */
export function fromLab(lab: Float32Array, transfer: Transfer): Float32Array {
  const { encode, knots, encodeExactly } = transferTables(transfer, 16);
  const out = new Float32Array(lab.length);
  for (let i = 0; i < lab.length; i += 3) {
    const fy = (lab[i] + 16) / 116;
    const x = uncurve(fy + lab[i + 1] / 500);
    const y = uncurve(fy);
    const z = uncurve(fy - lab[i + 2] / 200);
    for (let c = 0; c < 3; c++) {
      const light = clip(FROM_XYZ[3 * c] * x + FROM_XYZ[3 * c + 1] * y + FROM_XYZ[3 * c + 2] * z);
      if (encodeExactly) {
        out[i + c] = encodeExactly(light) / 65535;
      } else {
        const at = light * knots;
        const k = at | 0;
        out[i + c] = (encode[k] + (encode[k + 1] - encode[k]) * (at - k)) / 65535;
      }
    }
  }
  return out;
}

const clip = (x: number): number => (x > 0 ? (x < 1 ? x : 1) : 0);
const curve = (t: number): number => (t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116);
const uncurve = (f: number): number => (f > 6 / 29 ? f * f * f : (116 * f - 16) / KAPPA);

/** Inverse of a 3 × 3 matrix, row-major, by its adjugate. */
function invert3([a, b, c, d, e, f, g, h, i]: readonly number[]): number[] {
  const adjugate = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  const determinant = a * adjugate[0] + b * adjugate[3] + c * adjugate[6];
  return adjugate.map((value) => value / determinant);
}
