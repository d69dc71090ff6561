import { describe, expect, it } from 'vitest';
import { CompositeSettings, compositeFrame, cutData, smoothingReach } from '../compositing/index.ts';
import { type DrawnPerformer, drawnClip, drawnFaces } from '../faces/facesetFixture.ts';
import type { FrameFaces } from '../faces/index.ts';
import { blueNetwork, clipInLight, sameBits } from './drawnFilm.testing.ts';
import { openFrameRenderer } from './frameRenderer.ts';
import type { FramePictures, FrameRendererOptions } from './frameRequest.ts';
import { swappedFrames } from './swappedFrames.ts';

const performer: DrawnPerformer = { name: 'anna', skin: [220, 170, 140], frames: 24 };
const settings = CompositeSettings.parse({ colour: { smoothing: 1 } });
const reach = smoothingReach(settings.colour.smoothing);
const darkened = (n: number) => 0.5 + 0.02 * n;

/** The performer under two tracks, the second only at times, with a gap in the first and a cut. */
const GAP = 7;
const CUT = 14;
const faces: FrameFaces[] = drawnFaces(performer).map(({ frame, faces: [first] }) => {
  if (frame === GAP) return { frame, faces: [] };
  const { alignment: a } = first;
  const beside = { ...first, track: 2, alignment: [a[0], a[1], a[2] + 0.3, a[3], a[4], a[5]] as const };
  return { frame, faces: frame % 5 < 3 ? [first, beside] : [first] };
});

function filmOf(deep = false, more: Partial<FrameRendererOptions> = {}) {
  const network = blueNetwork();
  const clip = clipInLight({ ...performer, deep }, darkened);
  const source = {
    clip,
    analysis: { frameCount: faces.length, cuts: [CUT], frame: async (n: number) => faces[n] },
    tracks: [1, 2],
    network,
    settings,
    transfer: 'bt709' as const,
  };
  return { source, network, clip, renderer: openFrameRenderer({ ...source, lookAhead: 0, ...more }) };
}

/** Frames of the film itself, made by other hands than the renderer's. */
async function filmFrames(frames: readonly number[], { deep = false, size = 32, wanted = settings } = {}) {
  const { source } = filmOf(deep);
  const made = new Map<number, Omit<FramePictures, 'aligned'>>();
  for (const start of frames) {
    const range = { ...source, network: blueNetwork(size), settings: wanted, start, end: start + 1 };
    for await (const { plate, faces: swapped } of swappedFrames(range)) {
      const comp = compositeFrame(plate, swapped, wanted, { transfer: 'bt709', wantSwapLayer: true });
      made.set(start, { plate, comp: comp.frame, matte: comp.matte, swap: comp.swapLayer! });
    }
  }
  return made;
}

describe.each([{ deep: false }, { deep: true }])('single frames, 16 bit: $deep', ({ deep }) => {
  it('are those of the film to the bit, in any order', async () => {
    const { renderer } = filmOf(deep);
    const order = [CUT, 0, GAP + 1, 23, CUT - 1, GAP, 5, 4, GAP - 1, 11];
    const film = await filmFrames(order, { deep });
    for (const n of order) {
      const frame = await renderer.render(n);
      for (const view of ['plate', 'comp', 'matte', 'swap'] as const) {
        expect(sameBits(frame[view], film.get(n)?.[view]), `${view} of ${n}`).toBe(true);
      }
    }
    // or the test would pass on plates alone
    expect(sameBits(film.get(5)?.comp, film.get(5)?.plate)).toBe(false);
    expect(film.get(5)?.matte.data.some((value) => value > 0)).toBe(true);
  });
});

describe('a frame', () => {
  it('without the face is the plate, with an empty matte and black layers', async () => {
    const { renderer, network } = filmOf();
    const { plate, comp, matte, swap, aligned } = await renderer.render(GAP);
    expect(sameBits(comp, plate)).toBe(true);
    expect([matte, swap, aligned].flatMap(({ data }) => [...new Set(data)])).toEqual([0, 0, 0]);
    expect([aligned.width, aligned.height]).toEqual([96, 32]);
    expect(network.runs()).toBe(0);
  });

  it('shows crop, swap and mask of each face side by side', async () => {
    const { renderer } = filmOf();
    const { aligned } = await renderer.render(5, { want: ['aligned'] });
    expect([aligned.width, aligned.height]).toEqual([96, 64]);
    const at = (x: number, y: number) => [...aligned.data.subarray(3 * (y * 96 + x), 3 * (y * 96 + x) + 3)];
    for (const y of [16, 48]) {
      const [red, green] = at(16, y);
      expect(red).toBeGreaterThan(green);
      // the network halves red and green; the crop's own codes are rounded
      expect(Math.abs(at(48, y)[0] - red / 2)).toBeLessThanOrEqual(1);
      expect(at(48, y)[2]).toBe(255);
      expect(at(80, y)).toEqual([255, 255, 255]);
    }
  });
});

describe('work already done', () => {
  it('is not done again for a change of settings', async () => {
    const { renderer, network, clip } = filmOf();
    await renderer.render(11);
    const [runs, decoded] = [network.runs(), clip.decoded()];
    for (const changed of [
      { ...settings, opacity: 0.5 },
      { ...settings, colour: { ...settings.colour, method: 'reinhard' as const } },
      { ...settings, colour: { ...settings.colour, smoothing: 0 } },
      { ...settings, matte: { ...settings.matte, feather: 0.2 } },
    ]) {
      const { comp } = await renderer.render(11, { settings: changed });
      expect([network.runs(), clip.decoded()]).toEqual([runs, decoded]);
      const film = await filmFrames([11], { wanted: changed });
      expect(sameBits(comp, film.get(11)?.comp)).toBe(true);
    }
  });

  it('cut to the part that may differ, has the same values there', async () => {
    const { renderer } = filmOf();
    const cut = await renderer.render(11, { want: ['comp', 'matte'], cut: true });
    const { comp, matte, part } = await renderer.render(11);
    if (!part) throw new Error('there are faces');
    expect([cut.part, cut.comp.width, cut.comp.height]).toEqual([part, part.width, part.height]);
    expect(part.width * part.height).toBeLessThan(comp.width * comp.height);
    expect(cutData(comp.data, comp.width, 3, part)).toEqual(cut.comp.data);
    expect(cutData(matte.data, comp.width, 1, part)).toEqual(cut.matte.data);
  });

  it('leaves one network run and one decoded frame for a step', async () => {
    const { renderer, network, clip } = filmOf();
    await renderer.render(17);
    for (const n of [18, 19]) {
      const [runs, decoded] = [network.runs(), clip.decoded()];
      await renderer.render(n);
      expect([network.runs() - runs, clip.decoded() - decoded], `frame ${n}`).toEqual([1, 1]);
    }
    const runs = network.runs();
    await renderer.render(17);
    await renderer.render(18, { want: ['aligned'] });
    expect(network.runs()).toBe(runs);
  });

  it('spares the decoder a seek for every step back', async () => {
    const alone = { ...settings, colour: { ...settings.colour, smoothing: 0 } };
    const { renderer, network, clip } = filmOf(false, { settings: alone });
    await renderer.render(23, { want: ['comp'] });
    const [seeks, runs] = [clip.seeks(), network.runs()];
    for (let n = 22; n > 14; n--) await renderer.render(n, { want: ['comp'] });
    expect([clip.seeks() - seeks, network.runs() - runs]).toEqual([1, 8]);
  });

  it('is shared by requests that run together', async () => {
    const { renderer, network } = filmOf();
    const [a, b] = await Promise.all([
      renderer.render(19, { want: ['comp'] }),
      renderer.render(19, { want: ['matte', 'comp'] }),
    ]);
    expect(b.part).toBe(a.part);
    expect(network.runs()).toBe(2 * reach + 1);
  });

  it('goes ahead of a walk through the clip, so that the next step has none to wait for', async () => {
    const { renderer, network } = filmOf(false, { lookAhead: 1 });
    await renderer.render(17);
    await renderer.render(18);
    const until = 2 * reach + 3;
    await expect.poll(network.runs, { interval: 1 }).toBe(until);
    await renderer.render(19, { want: ['comp'] });
    expect(network.runs()).toBe(until);
  });

  it('is dropped to stay within its bytes, and done again to the same bits', async () => {
    const { renderer, network } = filmOf(false, { cacheBytes: 1_500_000 });
    const film = await filmFrames([20, 16, 2]);
    for (const n of [20, 16, 2, 20]) {
      const runs = network.runs();
      expect(sameBits((await renderer.render(n)).comp, film.get(n)?.comp)).toBe(true);
      expect(network.runs()).toBeGreaterThan(runs);
      expect(renderer.bytes).toBeLessThanOrEqual(1_500_000);
    }
  });

  it('is what a quick request makes do with, and it spoils nothing', async () => {
    const { renderer, network } = filmOf();
    const film = await filmFrames([18]);
    const quick = await renderer.render(18, { quick: true });
    expect([quick.exact, network.runs()]).toEqual([false, 1]);
    expect(sameBits(quick.comp, film.get(18)?.comp)).toBe(false);
    const { exact, comp } = await renderer.render(18);
    expect([exact, network.runs()]).toEqual([true, 2 * reach + 1]);
    expect(sameBits(comp, film.get(18)?.comp)).toBe(true);
    expect((await renderer.render(18, { quick: true })).exact).toBe(true);
  });

  it('of another network is not mixed in; plates are kept', async () => {
    const { renderer, clip } = filmOf();
    const { comp } = await renderer.render(11);
    const decoded = clip.decoded();
    renderer.replaceNetwork(blueNetwork(48));
    const after = await renderer.render(11);
    expect(clip.decoded()).toBe(decoded);
    expect(sameBits(after.comp, comp)).toBe(false);
    const film = await filmFrames([11], { size: 48 });
    expect(sameBits(after.comp, film.get(11)?.comp)).toBe(true);
  });
});

describe('a request', () => {
  it('that is cancelled stops between network runs and spoils nothing', async () => {
    const stop = new AbortController();
    const slow = blueNetwork();
    const network = {
      ...slow,
      swap: (crops: Parameters<typeof slow.swap>[0]) => {
        if (slow.runs() === 1) stop.abort(new Error('not wanted any more'));
        return slow.swap(crops);
      },
    };
    const { renderer } = filmOf(false, { network });
    await expect(renderer.render(18, { signal: stop.signal })).rejects.toThrow('not wanted any more');
    expect(slow.runs()).toBeLessThan(2 * reach + 1);
    const film = await filmFrames([18]);
    expect(sameBits((await renderer.render(18)).comp, film.get(18)?.comp)).toBe(true);
  });

  it('fails with the network’s own error and is tried again next time', async () => {
    let broken = true;
    const sound = blueNetwork();
    const network = {
      ...sound,
      swap: (crops: Parameters<typeof sound.swap>[0]) =>
        broken ? Promise.reject(new Error('device lost')) : sound.swap(crops),
    };
    const { renderer } = filmOf(false, { network });
    await expect(renderer.render(3)).rejects.toThrow('device lost');
    broken = false;
    const plate = await drawnClip(performer).frame(3);
    expect((await renderer.render(3)).plate.data.length).toBe(plate.data.length);
  });
});
