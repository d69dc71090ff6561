import type { ColourTags } from '../media/index.ts';

/** Curves between stored code values and light. */
export type Transfer = 'bt709' | 'srgb' | 'linear' | 'gamma22' | 'gamma28' | 'pq' | 'hlg';

/** Code value 0…1 to light 0…1, and back. Both go on beyond 1 where the formula does. */
export interface Curve {
  readonly decode: (code: number) => number;
  readonly encode: (light: number) => number;
}

// BT.2020 5.1: the constants for which the two pieces meet exactly; BT.709 prints them rounded
const ALPHA = 1.09929682680944;
const BETA = 0.018053968510807;

/** SMPTE ST 2084, light relative to 10,000 cd/m². */
const PQ = { m1: 2610 / 16384, m2: 2523 / 32, c1: 3424 / 4096, c2: 2413 / 128, c3: 2392 / 128 };
/** ARIB STD-B67 / BT.2100 OETF. */
const HLG = { a: 0.17883277, b: 0.28466892, c: 0.55991073 };

const power = (gamma: number): Curve => ({
  decode: (code) => code ** gamma,
  encode: (light) => light ** (1 / gamma),
});

const curves: Record<Transfer, Curve> = {
  bt709: {
    decode: (code) => (code < 4.5 * BETA ? code / 4.5 : ((code + ALPHA - 1) / ALPHA) ** (1 / 0.45)),
    encode: (light) => (light < BETA ? 4.5 * light : ALPHA * light ** 0.45 - (ALPHA - 1)),
  },
  srgb: {
    decode: (code) => (code <= 0.04045 ? code / 12.92 : ((code + 0.055) / 1.055) ** 2.4),
    encode: (light) => (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055),
  },
  linear: { decode: (code) => code, encode: (light) => light },
  gamma22: power(2.2),
  gamma28: power(2.8),
  pq: {
    decode(code) {
      const n = code ** (1 / PQ.m2);
      return (Math.max(0, n - PQ.c1) / (PQ.c2 - PQ.c3 * n)) ** (1 / PQ.m1);
    },
    encode(light) {
      const n = light ** PQ.m1;
      return ((PQ.c1 + PQ.c2 * n) / (1 + PQ.c3 * n)) ** PQ.m2;
    },
  },
  hlg: {
    decode: (code) => (code <= 0.5 ? (code * code) / 3 : (Math.exp((code - HLG.c) / HLG.a) + HLG.b) / 12),
    encode: (light) =>
      light <= 1 / 12 ? Math.sqrt(3 * light) : HLG.a * Math.log(12 * light - HLG.b) + HLG.c,
  },
};

/** The formulas of a curve, for tables of one's own. */
export const transferCurve = (transfer: Transfer): Curve => curves[transfer];

const byTag: Record<string, Transfer> = {
  bt709: 'bt709',
  smpte170m: 'bt709',
  'bt2020-10': 'bt709',
  'bt2020-12': 'bt709',
  'iec61966-2-1': 'srgb',
  linear: 'linear',
  gamma22: 'gamma22',
  bt470m: 'gamma22',
  gamma28: 'gamma28',
  bt470bg: 'gamma28',
  smpte2084: 'pq',
  'arib-std-b67': 'hlg',
};

/**
 * The curve a clip's tags name (ffprobe's `color_transfer`). Video without a tag is taken for BT.709,
 * a picture that says its matrix is RGB (stills and sequences) for sRGB.
 */
export function transferOf(tags: ColourTags): Transfer {
  if (tags.transfer !== undefined && tags.transfer in byTag) return byTag[tags.transfer];
  return tags.matrix === 'gbr' ? 'srgb' : 'bt709';
}

/**
 * Knots of the encoding table. Linear interpolation between them is within 0.02 of a 16-bit code where
 * the curves bend most (the end of the straight piece near black).
 */
const KNOTS = 32768;

/** A curve as tables, shared by every frame of that curve and depth. */
export interface TransferTables {
  /** light of each code value: 256 or 65536 entries */
  readonly decode: Float32Array;
  /** light of the code (i / 65535): the finer table for values that are not codes */
  readonly decodeFine: Float32Array;
  /** code value in units of the depth (0…255 or 0…65535) at light i / KNOTS; one entry spare at the end */
  readonly encode: Float32Array;
  readonly knots: number;
  /**
   * Set for curves too steep near black for evenly spaced knots: light to code value in units of the
   * depth. `encode` is then empty.
   */
  readonly encodeExactly: ((light: number) => number) | null;
  /** code value in units of the depth, rounded, of each code (i / 65535): decoded and encoded again */
  readonly through: Uint8Array | Uint16Array;
}

/** Code value in units of the depth at a light of 0…1. */
export function encodeLight(
  { encode, knots, encodeExactly }: Pick<TransferTables, 'encode' | 'knots' | 'encodeExactly'>,
  light: number,
): number {
  if (encodeExactly !== null) return encodeExactly(light);
  const position = light * knots;
  const knot = position | 0;
  return encode[knot] + (encode[knot + 1] - encode[knot]) * (position - knot);
}

const cache = new Map<string, TransferTables>();

/** Tables of a curve for 8- or 16-bit code values. */
export function transferTables(transfer: Transfer, depth: 8 | 16): TransferTables {
  const key = `${transfer}/${depth}`;
  const known = cache.get(key);
  if (known) return known;
  const { decode, encode } = curves[transfer];
  const top = depth === 8 ? 255 : 65535;
  const table = (length: number, f: (i: number) => number) => Float32Array.from({ length }, (_, i) => f(i));
  const decodeFine = table(65536, (i) => decode(i / 65535));
  const steep = transfer === 'pq' || transfer === 'hlg' || transfer.startsWith('gamma');
  const encoding = {
    encode: steep ? new Float32Array(0) : table(KNOTS + 2, (i) => top * encode(Math.min(1, i / KNOTS))),
    knots: KNOTS,
    encodeExactly: steep ? (light: number) => top * encode(light) : null,
  };
  const through = depth === 8 ? new Uint8Array(65536) : new Uint16Array(65536);
  for (let i = 0; i < through.length; i++) through[i] = encodeLight(encoding, decodeFine[i]) + 0.5;
  const tables: TransferTables = {
    ...encoding,
    decodeFine,
    decode: depth === 16 ? decodeFine : table(256, (i) => decode(i / 255)),
    through,
  };
  cache.set(key, tables);
  return tables;
}
