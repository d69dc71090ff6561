import type { CompositeSettings } from '../../../preload/contract/index.ts';
import type { NumberParameter } from '../parameters.ts';

export type WheelName = 'lift' | 'gamma' | 'gain';
export type Channel = 'red' | 'green' | 'blue';
export const channels: readonly Channel[] = ['red', 'green', 'blue'];

export interface Wheel {
  readonly name: WheelName;
  readonly title: string;
  readonly neutral: number;
  readonly least: number;
  readonly most: number;
  /** what the disc's rim does: added to a channel of lift, stops of the others */
  readonly reach: number;
  readonly note: string;
}

export const wheels: readonly Wheel[] = [
  { name: 'lift', title: 'Lift', neutral: 0, least: -0.5, most: 0.5, reach: 0.12, note: 'Shadows' },
  { name: 'gamma', title: 'Gamma', neutral: 1, least: 0.25, most: 4, reach: 0.35, note: 'Middle tones' },
  { name: 'gain', title: 'Gain', neutral: 1, least: 0, most: 4, reach: 0.35, note: 'Highlights' },
];

export const wheelPaths: readonly string[] = wheels.flatMap(({ name }) =>
  ['master', ...channels].map((part) => `grade.${name}.${part}`),
);

export type WheelPart = 'master' | Channel;

/** A row of a wheel's number. */
function wheelParameter(wheel: Wheel, part: WheelPart): NumberParameter {
  const { name, title, least, most, note } = wheel;
  const capital = part.charAt(0).toUpperCase() + part.slice(1);
  return {
    kind: 'number',
    path: `grade.${name}.${part}`,
    label: part === 'master' ? title : `${title} ${capital}`,
    min: least,
    max: most,
    step: name === 'lift' ? 0.002 : 0.01,
    scale: 1,
    unit: '',
    digits: name === 'lift' ? 3 : 2,
    note: part === 'master' ? `${note}, all channels` : `${note}, ${part}`,
  };
}

/** The rows of all wheels' numbers. */
export const wheelRows = Object.fromEntries(
  wheels.map((wheel) => [
    wheel.name,
    Object.fromEntries((['master', ...channels] as const).map((part) => [part, wheelParameter(wheel, part)])),
  ]),
) as Readonly<Record<WheelName, Readonly<Record<WheelPart, NumberParameter>>>>;

type Values = CompositeSettings['grade'][WheelName];
type Triple = readonly [red: number, green: number, blue: number];
const LUMA: Triple = [0.2126, 0.7152, 0.0722];

/** What the disc moves: lift itself, the binary logarithm of gamma and gain, so that both ways weigh alike. */
const offsetsOf = ({ name, neutral }: Wheel, values: Values): Triple => {
  const offset = (value: number): number =>
    name === 'lift' ? value - neutral : Math.log2(Math.max(value, 0.03));
  return [offset(values.red), offset(values.green), offset(values.blue)];
};

const lumaOf = (offsets: Triple): number => offsets.reduce((sum, offset, i) => sum + LUMA[i]! * offset, 0);

/**
 * Where a wheel's puck stands, the rim at 1: blue to the right, red up, as on the vectorscope (BT.709's Cb and
 * Cr). All channels moved alike leave it in the middle.
 */
export function puckOf(wheel: Wheel, values: Values): readonly [x: number, y: number] {
  const offsets = offsetsOf(wheel, values);
  const luma = lumaOf(offsets);
  return [(offsets[2] - luma) / (1.8556 * wheel.reach), (offsets[0] - luma) / (1.5748 * wheel.reach)];
}

/** The channels that put the puck there; what all of them have in common stays. */
export function channelsAt(wheel: Wheel, values: Values, [x, y]: readonly [number, number]): Triple {
  const length = Math.max(1, Math.hypot(x, y));
  const [cb, cr] = [(x / length) * wheel.reach, (y / length) * wheel.reach];
  const luma = lumaOf(offsetsOf(wheel, values));
  const value = (offset: number): number => {
    const raw = wheel.name === 'lift' ? wheel.neutral + offset : 2 ** offset;
    return Number(Math.min(wheel.most, Math.max(wheel.least, raw)).toFixed(4));
  };
  return [value(luma + 1.5748 * cr), value(luma - 0.18733 * cb - 0.46812 * cr), value(luma + 1.8556 * cb)];
}

/** How far the puck is out, and towards which hue, in words. */
export function puckWords([x, y]: readonly [number, number]): string {
  const percent = Math.round(100 * Math.hypot(x, y));
  if (percent === 0) return 'neutral';
  const turn = (Math.atan2(y, x) * 180) / Math.PI;
  const nearest = hues.reduce((best, hue) => (away(hue[1], turn) < away(best[1], turn) ? hue : best));
  return `${percent} % towards ${nearest[0]}`;
}

/** Directions of the pure colours in BT.709's plane of Cb and Cr, degrees. */
const hues: readonly (readonly [string, number])[] = [
  ['red', 102.9],
  ['magenta', 49],
  ['blue', -5.2],
  ['cyan', -77.1],
  ['green', -131],
  ['yellow', 174.8],
];
const away = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180);
