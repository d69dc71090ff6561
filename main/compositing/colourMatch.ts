import { applyField, type ColourField, colourField } from './colourField.ts';
import { fromLab, toLab } from './lab.ts';
import { matchLight } from './lightGrid.ts';
import { applyMap, linearCovariance, MOST_GAIN, mongeKantorovich } from './linearMaps.ts';
import type { Palette } from './palette.ts';
import type { CompositeSettings } from './settings.ts';
import type { ColourStatistics, FaceStatistics } from './statistics.ts';
import type { Transfer } from './transfer.ts';
import { iterativeTransfer, slicedTransfer } from './transport.ts';
import type { FaceImage } from './types.ts';

const LAB_FLOOR = 0.5;
/** Below this share of the face-space square the match fades out: too little was seen to trust. */
const LEAST_WEIGHT = 0.01;

type ColourSettings = CompositeSettings['colour'];
type Sides = { readonly plate: ColourStatistics; readonly swap: ColourStatistics };

/**
 * The swap with its colours brought to the plate's, clipped to 0…1.
 *
 * - `reinhard`: mean and spread of each CIE Lab channel (Reinhard et al., "Color transfer between
 *   images", 2001);
 * - `mk`: the linear Monge-Kantorovich map, which also carries over how the channels vary together
 *   (Pitié and Kokaram, "The linear Monge-Kantorovitch linear colour mapping", 2007);
 * - `lct`: the linear map by Cholesky factors, see `linearCovariance`;
 * - `idt`, `sot`: the whole distribution, see `iterativeTransfer` and `slicedTransfer`;
 * - `light`: place by place, see `matchLight`.
 *
 * @param statistics usually smoothed in time, and of another face's plate where one is referred to (see
 *   `matchTo`); null leaves the swap as it is
 */
export function matchColour(
  swap: FaceImage,
  statistics: FaceStatistics | null,
  settings: Pick<ColourSettings, 'method' | 'strength'> & Partial<Pick<ColourSettings, 'weighted' | 'cells'>>,
  transfer: Transfer,
): FaceImage {
  const { method, weighted = true, cells = 8 } = settings;
  if (!statistics || method === 'none') return swap;
  const strength = settings.strength * Math.min(1, statistics.weight / LEAST_WEIGHT);
  if (strength <= 0) return swap;
  const sides: Sides = weighted ? statistics : statistics.whole;
  const { plate, swap: own } = sides;
  const { size, data } = swap;
  if (method === 'reinhard') return reinhard(swap, sides, strength, transfer);
  if (method === 'mk') return { size, data: applyMap(data, mongeKantorovich(sides), strength) };
  if (method === 'lct') return { size, data: applyMap(data, linearCovariance(sides), strength) };
  if (method === 'light') return matchLight(swap, plate, own, cells, strength, transfer);
  return applyField(swap, fieldOf(own.palette, plate.palette, method), strength);
}

/** The dearest part of `idt` and `sot` depends on two palettes alone: kept as long as the swap's is. */
const fields = new WeakMap<Palette, { target: Palette; method: string; field: ColourField }>();

function fieldOf(source: Palette, target: Palette, method: 'idt' | 'sot'): ColourField {
  const known = fields.get(source);
  if (known?.target === target && known.method === method) return known.field;
  const field = colourField(source, target, method === 'idt' ? iterativeTransfer : slicedTransfer);
  fields.set(source, { target, method, field });
  return field;
}

function reinhard(swap: FaceImage, sides: Sides, strength: number, transfer: Transfer): FaceImage {
  const gain = [0, 1, 2].map((i) => spreadRatio(sides, i));
  const lab = toLab(swap.data, transfer);
  const from = sides.swap.labMean;
  const to = sides.plate.labMean;
  for (let i = 0; i < lab.length; i += 3) {
    for (let c = 0; c < 3; c++) {
      const x = lab[i + c];
      const matched = (x - from[c]) * gain[c] + to[c];
      lab[i + c] = x + strength * (matched - x);
    }
  }
  return { size: swap.size, data: fromLab(lab, transfer) };
}

function spreadRatio({ plate, swap }: Sides, channel: number): number {
  const ratio = Math.sqrt((plate.labVariance[channel] + LAB_FLOOR) / (swap.labVariance[channel] + LAB_FLOOR));
  return Math.min(MOST_GAIN, Math.max(1 / MOST_GAIN, ratio));
}
