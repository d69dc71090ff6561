import { describe, expect, it } from 'vitest';
import { CompositeSettings, compositeFrame, type SwapNetwork, smoothingReach } from '../compositing/index.ts';
import { type DrawnPerformer, drawnClip, drawnFaces } from '../faces/facesetFixture.ts';
import type { FrameFaces } from '../faces/index.ts';
import type { Frame, FrameSource } from '../media/index.ts';
import { blueNetwork, clipInLight, sameBits } from './drawnFilm.testing.ts';
import { type SwapSource, swappedFrames } from './swappedFrames.ts';

const performer: DrawnPerformer = { name: 'anna', skin: [220, 170, 140], frames: 40 };
const settings = CompositeSettings.parse({ colour: { smoothing: 2 } });
const reach = smoothingReach(settings.colour.smoothing);

const network = blueNetwork();
const clipOf = (light: (n: number) => number) => clipInLight(performer, light);
const faces = drawnFaces(performer);

function sourceOf(more: Partial<SwapSource> & { cuts?: number[]; seen?: FrameFaces[] } = {}): SwapSource {
  const { cuts = [], seen = faces, ...rest } = more;
  return {
    clip: clipOf((n) => 0.5 + 0.01 * n),
    analysis: { frameCount: seen.length, cuts, frame: async (n) => seen[n] },
    tracks: [1],
    network,
    settings,
    transfer: 'bt709',
    start: 0,
    end: seen.length,
    ...rest,
  };
}

async function comps(source: SwapSource): Promise<Map<number, Frame>> {
  const made = new Map<number, Frame>();
  for await (const { plate, faces: swapped } of swappedFrames(source)) {
    made.set(plate.index, compositeFrame(plate, swapped, settings, { transfer: 'bt709' }).frame);
  }
  return made;
}

describe('swapped frames', () => {
  it('come in order, every frame once, and a range alone is the same as in the whole', async () => {
    const whole = await comps(sourceOf());
    expect([...whole.keys()]).toEqual(faces.map(({ frame }) => frame));
    const part = await comps(sourceOf({ start: 11, end: 19 }));
    expect([...part.keys()]).toEqual([11, 12, 13, 14, 15, 16, 17, 18]);
    for (const [n, frame] of part) expect(sameBits(frame, whole.get(n)), `frame ${n}`).toBe(true);
  });

  it('take no light from across a cut', async () => {
    const dark = (n: number) => (n < 20 ? 1 : 0.3);
    const joined = await comps(sourceOf({ clip: clipOf(dark), cuts: [20] }));
    const alone = await comps(sourceOf({ clip: clipOf(() => 1), seen: faces.slice(0, 20) }));
    for (const [n, frame] of alone) expect(sameBits(frame, joined.get(n)), `frame ${n}`).toBe(true);
    const unmarked = await comps(sourceOf({ clip: clipOf(dark) }));
    expect(sameBits(unmarked.get(19), joined.get(19))).toBe(false);
  });

  it('without the face are the plate, and part the averages of the frames on either side', async () => {
    const gap = faces.map((frame) => (frame.frame === 20 ? { ...frame, faces: [] } : frame));
    const made = await comps(sourceOf({ clip: clipOf((n) => (n <= 20 ? 1 : 0.3)), seen: gap }));
    const plate = drawnClip(performer).frames({ start: 20, end: 21 });
    for await (const frame of plate) expect(sameBits(made.get(20), frame)).toBe(true);
    const alone = await comps(sourceOf({ clip: clipOf(() => 1), seen: faces.slice(0, 20) }));
    expect(sameBits(made.get(19), alone.get(19))).toBe(true);
  });

  it('are decoded no further ahead than the averages reach', async () => {
    let decoded = -1;
    const clip = clipOf(() => 1);
    const watched: FrameSource = {
      ...clip,
      async *frames(range) {
        for await (const frame of clip.frames(range)) {
          decoded = frame.index;
          yield frame;
        }
      },
    };
    for await (const { plate } of swappedFrames(sourceOf({ clip: watched }))) {
      expect(decoded - plate.index).toBeLessThanOrEqual(reach);
    }
    expect(decoded).toBe(performer.frames - 1);
  });

  it('stop with the network’s own error, thrown where its frame is asked for', async () => {
    const broken: SwapNetwork = { ...network, swap: () => Promise.reject(new Error('device lost')) };
    await expect(comps(sourceOf({ network: broken }))).rejects.toThrow('device lost');
  });
});
