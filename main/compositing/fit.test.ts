import { describe, expect, it } from 'vitest';
import { apply, seededRandom } from '../common/index.ts';
import { compositeFrame, type SwappedFace } from './compositeFrame.ts';
import { fitAlignment } from './fit.ts';
import { flatSwap, ovalFace, randomSwap, smoothPlate } from './fixtures.ts';
import { CompositeSettings, defaultSettings } from './settings.ts';

const options = { transfer: 'bt709' } as const;
const bare = (more: object) =>
  CompositeSettings.parse({ colour: { method: 'none' }, sharpness: 0, grain: 0, ...more });
const plain = (place: SwappedFace['place'], output: SwappedFace['output']): SwappedFace => ({
  place,
  output,
  statistics: null,
});
const plate = smoothPlate(1, 200, 160, 16);
const place = ovalFace(110, 100, 80, 15);

/** A white spot on grey, at a place of the network's square. */
function spot(u: number, v: number) {
  const swap = flatSwap(64, [0.3, 0.3, 0.3]);
  for (let y = 0; y < 64; y++) {
    for (let x = 0; x < 64; x++) {
      const near = Math.exp(-(((x + 0.5) / 64 - u) ** 2 + ((y + 0.5) / 64 - v) ** 2) / (2 * 0.02 ** 2));
      for (let c = 0; c < 3; c++) swap.swap[3 * (64 * y + x) + c] += 0.6 * near;
    }
  }
  return swap;
}

/** Middle of what is bright in the composite, plate pixels. */
function brightest(settings: CompositeSettings, output: SwappedFace['output']) {
  const dark = { ...plate, data: new Uint16Array(plate.data.length) };
  const { data } = compositeFrame(dark, [plain(place, output)], settings, options).frame;
  let [sum, sx, sy] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 3) {
    const light = Math.max(0, data[i] / 65535 - 0.5);
    sum += light;
    sx += light * (((i / 3) % 200) + 0.5);
    sy += light * (Math.floor(i / 600) + 0.5);
  }
  return [sx / sum, sy / sum];
}

describe('fit', () => {
  it('at its defaults is the alignment itself', () => {
    expect(fitAlignment(place.alignment, defaultSettings.fit)).toBe(place.alignment);
  });

  it.each([
    { x: 0.06, y: -0.04 },
    { scale: 1.3 },
    { rotate: 25 },
    { stretchX: 1.4, stretchY: 0.8 },
    { x: 0.03, y: 0.05, scale: 0.85, rotate: -12, stretchX: 1.1 },
  ])('puts what the network drew where it says: %j', (fit) => {
    const [u, v] = [0.58, 0.44];
    const { x, y, scale, rotate, stretchX, stretchY } = { ...defaultSettings.fit, ...fit };
    // stretched, turned clockwise and scaled about the middle, then moved
    const turn = (rotate * Math.PI) / 180;
    const [du, dv] = [(u - 0.5) * stretchX * scale, (v - 0.5) * stretchY * scale];
    const to = [
      0.5 + x + du * Math.cos(turn) - dv * Math.sin(turn),
      0.5 + y + du * Math.sin(turn) + dv * Math.cos(turn),
    ];
    const [px, py] = brightest(bare({ fit }), spot(u, v));
    const [mu, mv] = apply(place.alignment, px!, py!);
    expect(mu).toBeCloseTo(to[0]!, 2);
    expect(mv).toBeCloseTo(to[1]!, 2);
  });

  it('leaves the matte where it is while the swap reaches that far', () => {
    const run = (fit: object) =>
      compositeFrame(plate, [plain(place, spot(0.5, 0.5))], bare({ fit }), options).matte.data;
    const still = run({});
    for (const fit of [{ x: 0.01 }, { scale: 1.5 }, { rotate: 3 }, { stretchX: 1.2 }])
      expect(Buffer.from(run(fit).buffer).equals(Buffer.from(still.buffer)), JSON.stringify(fit)).toBe(true);
  });

  it('ends softly where the network’s picture ends, and draws nothing on beyond it', () => {
    // the whole square shows, with a hard edge: nothing but the picture's own end can soften it
    const matte = { learned: false, hull: false, feather: 0, erode: 0 };
    const face = plain(ovalFace(100, 100, 80), flatSwap(32, [1, 1, 1]));
    const { matte: cut } = compositeFrame(plate, [face], bare({ matte, fit: { x: 0.3 } }), options);
    const row = Array.from({ length: 200 }, (_, x) => cut.data[80 * 200 + x] / 65535);
    // the square lies at 50…150, the picture from 80 on
    expect(row.slice(0, 80).every((alpha) => alpha === 0)).toBe(true);
    expect(row[90]).toBe(1);
    const rise = row.slice(79, 92);
    for (let i = 1; i < rise.length; i++) expect(rise[i]! - rise[i - 1]!).toBeLessThan(0.45);
    expect(rise.filter((alpha) => alpha > 0 && alpha < 1).length).toBeGreaterThanOrEqual(3);
  });

  it('moves without a jump from where the swap was drawn', () => {
    const output = randomSwap(seededRandom(3), 32);
    const matte = { learned: false, hull: false, feather: 0 };
    const run = (x: number) =>
      compositeFrame(plate, [plain(place, output)], bare({ matte, fit: { x } }), options);
    const still = run(0);
    const hardly = run(1e-5);
    let furthest = 0;
    for (let i = 0; i < still.frame.data.length; i++)
      furthest = Math.max(furthest, Math.abs(still.frame.data[i] - hardly.frame.data[i]));
    expect(furthest / 65535).toBeLessThan(0.002);
  });

  it('shows nothing at all where the swap was moved off the matte', () => {
    const small = ovalFace(60, 100, 80);
    const settings = bare({ matte: { erode: 0.3 }, fit: { x: 0.5, y: 0.5, scale: 0.5 } });
    const { frame, matte } = compositeFrame(plate, [plain(small, spot(0.5, 0.5))], settings, options);
    expect(matte.data.every((alpha) => alpha === 0)).toBe(true);
    expect(Buffer.from(frame.data.buffer).equals(Buffer.from(plate.data.buffer))).toBe(true);
  });
});
