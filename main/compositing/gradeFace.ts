import { isStraight, toneCurve } from '../../preload/contract/index.ts';
import type { CompositeSettings } from './settings.ts';
import { type Transfer, transferCurve } from './transfer.ts';
import type { FaceImage } from './types.ts';
import { whiteGains } from './whiteBalance.ts';

type Grade = CompositeSettings['grade'];
type Channel = 'red' | 'green' | 'blue';
const channels: readonly Channel[] = ['red', 'green', 'blue'];

/** Code value of middle grey, 18 % of light, under BT.709: what contrast turns about. */
const MIDDLE = 0.435;
/** Values beyond white that a later step may bring back: the tables go that far. */
const HEADROOM = 4;
/** Knots of a table per code range of 1; linear between them. */
const KNOTS = 1024;

/** A function of one channel as a table over `from` … `to`. */
interface Table {
  readonly from: number;
  /** knots per unit */
  readonly density: number;
  readonly values: Float32Array;
}

/**
 * The artist's grade: exposure, temperature and tint as factors on light, then on code values contrast,
 * saturation, the wheels (gain · (x + lift · (1 - x))) ^ (1 / gamma), and the curves, each channel's before
 * the master's. Values above white are kept until the curves, so a lower gain brings back what a higher
 * exposure blew out.
 *
 * @returns clipped to 0…1; the very picture it was given where nothing is set
 */
export function gradeFace(picture: FaceImage, grade: Grade, transfer: Transfer): FaceImage {
  const first = lightTables(grade, transfer);
  const last = toneTables(grade);
  const { saturation } = grade;
  if (!first && !last && saturation === 1) return picture;
  const { size, data } = picture;
  const out = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    let r = data[i];
    let g = data[i + 1];
    let b = data[i + 2];
    if (first) {
      r = look(first[0], r);
      g = look(first[1], g);
      b = look(first[2], b);
    }
    if (saturation !== 1) {
      const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      r = luma + saturation * (r - luma);
      g = luma + saturation * (g - luma);
      b = luma + saturation * (b - luma);
    }
    if (last) {
      r = look(last[0], r);
      g = look(last[1], g);
      b = look(last[2], b);
    }
    out[i] = r > 0 ? (r < 1 ? r : 1) : 0;
    out[i + 1] = g > 0 ? (g < 1 ? g : 1) : 0;
    out[i + 2] = b > 0 ? (b < 1 ? b : 1) : 0;
  }
  return { size, data: out };
}

/** Exposure, temperature, tint and contrast; null where they do nothing. */
function lightTables({ exposure, temperature, tint, contrast }: Grade, transfer: Transfer): Table[] | null {
  if (exposure === 0 && temperature === 0 && tint === 0 && contrast === 1) return null;
  const { decode, encode } = transferCurve(transfer);
  // these two end at white by definition; the others' formulas go on
  const ends = transfer === 'pq' || transfer === 'hlg';
  return whiteGains(temperature, tint).map((gain) => {
    const factor = gain * 2 ** exposure;
    return tabled(0, 1, (code) => {
      const light = factor * decode(code);
      const lit = factor === 1 ? code : ends && light > 1 ? light ** (1 / 2.2) : encode(light);
      return MIDDLE + contrast * (lit - MIDDLE);
    });
  });
}

/** Wheels and curves; null where they do nothing. */
function toneTables({ lift, gamma, gain, curves }: Grade): Table[] | null {
  const straight = isStraight(curves.master);
  const master = toneCurve(curves.master);
  const neutral = channels.every(
    (c) =>
      lift.master + lift[c] === 0 &&
      gamma.master * gamma[c] === 1 &&
      gain.master * gain[c] === 1 &&
      isStraight(curves[c]),
  );
  if (neutral && straight) return null;
  return channels.map((c) => {
    const own = toneCurve(curves[c]);
    const ownStraight = isStraight(curves[c]);
    const up = lift.master + lift[c];
    const factor = gain.master * gain[c];
    const power = 1 / (gamma.master * gamma[c]);
    return tabled(-1, HEADROOM, (x) => {
      const wheeled = Math.max(0, factor * (x + up * (1 - x))) ** power;
      const curved = ownStraight ? wheeled : own(wheeled);
      return straight ? curved : master(curved);
    });
  });
}

function tabled(from: number, to: number, f: (x: number) => number): Table {
  const length = Math.ceil((to - from) * KNOTS) + 2;
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = f(Math.min(to, from + i / KNOTS));
  return { from, density: KNOTS, values };
}

function look({ from, density, values }: Table, x: number): number {
  const last = values.length - 2;
  const at = (x - from) * density;
  // NaN of a network that has diverged becomes the first knot
  const place = at > 0 ? (at < last ? at : last) : 0;
  const k = place | 0;
  return values[k] + (values[k + 1] - values[k]) * (place - k);
}
