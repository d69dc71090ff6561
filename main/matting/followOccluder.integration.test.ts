import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeFloats, followSegments, type Occluder, type Stroke } from '../../preload/contract/index.ts';
import { seededRandom } from '../common/index.ts';
import type { ClipInfo, Frame, FrameSource } from '../media/index.ts';
import { followOccluder, framesToFollow } from './followOccluder.ts';
import { FollowStore } from './followStore.ts';
import { OccluderMasks } from './occluderMasks.ts';
import { maskAt } from './plateMask.ts';

const WIDTH = 128;
const HEIGHT = 96;
const FRAMES = 20;
const RADIUS = 15;

/** A disc of one colour that goes over a slowly moving texture and, from frame 15 on, leaves to the right. */
const middle = (n: number): readonly [number, number] => [30 + 5.5 * n, 44 + 10 * Math.sin(n / 5)];

function frameAt(n: number): Frame {
  const data = new Uint8Array(3 * WIDTH * HEIGHT);
  const random = seededRandom(n + 1);
  const [cx, cy] = middle(n);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const inside = Math.hypot(x + 0.5 - cx, y + 0.5 - cy) < RADIUS;
      const sx = x + n;
      const wave = 30 * Math.sin(sx / 5) + 25 * Math.sin(y / 7 + sx / 11);
      const noise = 4 * (random.next() - 0.5);
      const shade = inside ? 10 * Math.sin((x - cx) / 4) : wave;
      const [red, green, blue] = inside ? [60, 90, 170] : [170, 120, 100];
      data.set([red + shade + noise, green + shade + noise, blue + shade + noise], 3 * (y * WIDTH + x));
    }
  }
  return { index: n, time: n / 25, width: WIDTH, height: HEIGHT, data };
}

/** Frames in memory that counts what was asked for. */
function drawnClip(): FrameSource & { asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    info: { width: WIDTH, height: HEIGHT, frameCount: FRAMES } as ClipInfo,
    async *frames({ start = 0, end = FRAMES } = {}) {
      for (let n = start; n < end; n++) {
        asked.push(n);
        yield frameAt(n);
      }
    },
    frame: async (n) => frameAt(n),
  };
}

function disc(n: number, wider = 0): Stroke {
  const [cx, cy] = middle(n);
  const points: number[] = [];
  for (let k = 0; k < 40; k++) {
    const angle = (2 * Math.PI * k) / 40;
    const reach = RADIUS + wider;
    points.push(cx + reach * Math.cos(angle), cy + reach * Math.sin(angle), 1);
  }
  return {
    ...{ id: `s${n}`, points: encodeFloats(points), radius: 0, hardness: 1, flow: 1, from: null },
    tool: 'add',
    shape: 'area',
    space: 'plate',
    pressure: { radius: false, flow: false },
    lifetime: { start: null, end: null, fadeIn: 0, fadeOut: 0 },
    muted: false,
    name: '',
  };
}

const occluderOn = (frames: readonly number[], change: Partial<Occluder> = {}): Occluder => ({
  id: 'disc',
  name: 'Disc',
  muted: false,
  start: 0,
  end: FRAMES - 1,
  keys: frames.map((frame) => ({ frame, strokes: [disc(frame)] })),
  feather: 0,
  ...change,
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-follow-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function overlap(masks: OccluderMasks, occluder: Occluder, n: number): Promise<number> {
  const known = await masks.at(occluder, n);
  const [cx, cy] = middle(n);
  let [both, either] = [0, 0];
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const real = Math.hypot(x + 0.5 - cx, y + 0.5 - cy) < RADIUS;
      const found = known !== null && maskAt(known.mask, x + 0.5, y + 0.5) >= 0.5;
      if (real && found) both++;
      if (real || found) either++;
    }
  }
  return either === 0 ? 1 : both / either;
}

describe('following an occluder', () => {
  it('keeps to its edge both ways, until it leaves the picture, and corrects what was painted too wide', async () => {
    const clip = drawnClip();
    const store = new FollowStore(folder);
    const occluder = occluderOn([], { keys: [{ frame: 8, strokes: [disc(8, 2)] }] });
    const seen: number[] = [];
    const onProgress = ({ done }: { done: number }): void => void seen.push(done);
    await followOccluder(occluder, { clip, store, onProgress });
    expect(seen).toEqual(Array.from({ length: FRAMES }, (_, k) => k));
    const masks = new OccluderMasks({ folder, plate: clip.info, store });
    for (let n = 0; n < FRAMES; n++) {
      // also the sliver that is left of it at the border
      if (n !== 8) expect(await overlap(masks, occluder, n), `frame ${n}`).toBeGreaterThan(0.9);
    }
    expect((await masks.at(occluder, 8))?.painted).toBe(true);
    // the square's mask is 1 over the disc
    const square = await masks.occluders([occluder], 4, { alignment: [1 / 96, 0, 0, 0, 1 / 96, 0] }, 96);
    const [x, y] = middle(4).map(Math.floor);
    expect(square?.data[y * 96 + x]).toBe(1);
    expect(square?.data[5 * 96 + 5]).toBe(0);
    const alignment = [1 / 96, 0, 0, 0, 1 / 96, 0] as const;
    expect(await masks.occluders([{ ...occluder, muted: true }], 4, { alignment }, 96)).toBeNull();
  });

  it('follows anew only between a correction and the painted frames beside it', async () => {
    const store = new FollowStore(folder);
    const first = occluderOn([3, 12]);
    await followOccluder(first, { clip: drawnClip(), store });
    const corrected = occluderOn([3, 7, 12]);
    expect(await framesToFollow(corrected, store, FRAMES)).toBe(3 + 4);
    const clip = drawnClip();
    await followOccluder(corrected, { clip, store });
    expect([Math.min(...clip.asked), Math.max(...clip.asked)]).toEqual([4, 11]);
    const masks = new OccluderMasks({ folder, plate: clip.info, store });
    for (const n of [5, 9, 15]) expect(await overlap(masks, corrected, n)).toBeGreaterThan(0.9);
    // taking the correction back finds what was followed before it
    expect(await framesToFollow(first, store, FRAMES)).toBe(0);
  });

  it('goes on where it was stopped, and makes again what was damaged or thrown away', async () => {
    const store = new FollowStore(folder);
    const occluder = occluderOn([0]);
    const stop = new AbortController();
    const onReady = (): void => stop.abort(new Error('enough'));
    const stopped = followOccluder(occluder, { clip: drawnClip(), store, onReady, signal: stop.signal });
    await expect(stopped).rejects.toThrow('enough');
    const left = await framesToFollow(occluder, store, FRAMES);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(FRAMES - 1);
    const clip = drawnClip();
    await followOccluder(occluder, { clip, store });
    expect(clip.asked).toHaveLength(left);
    const masks = new OccluderMasks({ folder, plate: clip.info, store });
    for (const n of [4, 12, 16]) expect(await overlap(masks, occluder, n)).toBeGreaterThan(0.9);

    const [segment] = followSegments(occluder);
    const inside = join(folder, segment.digest);
    const [file] = await readdir(inside);
    await truncate(join(inside, file), 60);
    const fresh = new FollowStore(folder);
    const damaged = Number(file.split('-')[0]);
    expect(await fresh.get(segment.digest, damaged)).toBeNull();
    expect(await framesToFollow(occluder, fresh, FRAMES)).toBeGreaterThan(0);
    await followOccluder(occluder, { clip: drawnClip(), store: fresh });
    expect(await framesToFollow(occluder, fresh, FRAMES)).toBe(0);
    await fresh.remove(segment.digest);
    expect(await framesToFollow(occluder, fresh, FRAMES)).toBe(FRAMES - 1);
  });
});
