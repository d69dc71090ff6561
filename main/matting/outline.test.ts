import { describe, expect, it } from 'vitest';
import { encodeFloats, type Stroke } from '../../preload/contract/index.ts';
import { drawKey } from './drawKey.ts';
import { outlineOf } from './outline.ts';
import type { PlateMask } from './plateMask.ts';

const plate = { width: 90, height: 70 };

function drawn(inside: (x: number, y: number) => boolean): PlateMask {
  const region = { x: 0, y: 0, ...plate };
  const data = new Uint8Array(plate.width * plate.height);
  for (let k = 0; k < data.length; k++) {
    if (inside((k % plate.width) + 0.5, Math.floor(k / plate.width) + 0.5)) data[k] = 255;
  }
  return { region, ...plate, data };
}

const area = (points: number[]): Stroke => ({
  ...{ id: 's', points: encodeFloats(points), radius: 0, hardness: 1, flow: 1, from: null, muted: false },
  tool: 'add',
  shape: 'area',
  space: 'plate',
  pressure: { radius: false, flow: false },
  lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
  name: '',
});

/** Drawn again as an area of each line, added and subtracted in turn as even-odd has it. */
function again(mask: PlateMask): number {
  const lines = outlineOf(mask);
  let wrong = 0;
  const filled = new Uint8Array(mask.data.length);
  for (const line of lines) {
    const points: number[] = [];
    for (let k = 0; k < line.length; k += 2) points.push(line[k], line[k + 1], 1);
    const part = drawKey({ strokes: [area(points)] }, plate);
    for (let y = 0; y < part.height; y++) {
      for (let x = 0; x < part.width; x++) {
        if (part.data[y * part.width + x]) filled[(part.region.y + y) * plate.width + part.region.x + x] ^= 1;
      }
    }
  }
  for (let k = 0; k < filled.length; k++) if (Boolean(filled[k]) !== mask.data[k] >= 128) wrong++;
  return wrong;
}

describe('outlines', () => {
  it('give a disc with a hole back, in few points', () => {
    const ring = drawn((x, y) => Math.hypot(x - 40, y - 35) < 25 && Math.hypot(x - 45, y - 35) >= 8);
    const lines = outlineOf(ring);
    expect(lines).toHaveLength(2);
    expect(lines.flat().length / 2).toBeLessThan(100);
    expect(again(ring)).toBeLessThan(40);
  });

  it('go along the border of the picture', () => {
    const corner = drawn((x, y) => x > 60 && y > 50);
    expect(again(corner)).toBe(0);
    const all = drawn(() => true);
    expect(again(all)).toBe(0);
  });

  it('keep parts that touch at a corner apart, and find nothing in nothing', () => {
    const two = drawn(
      (x, y) => (x > 20 && x < 30 && y > 20 && y < 30) || (x > 30 && x < 40 && y > 30 && y < 40),
    );
    expect(outlineOf(two)).toHaveLength(2);
    expect(again(two)).toBe(0);
    expect(outlineOf(drawn(() => false))).toEqual([]);
  });
});
