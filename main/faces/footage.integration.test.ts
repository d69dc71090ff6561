import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchIdentity } from '../../bench/identity.ts';
import { benchLandmarks } from '../../bench/landmarks.ts';
import { type Frame, type FrameSource, type OpenClip, openClip } from '../media/index.ts';
import { analyzeClip } from './analyze.ts';
import { hasMedia, mediaFolder } from './footage.testing.ts';

/** Clips of one size after one another, as an edit with hard cuts. */
function chained(clips: readonly FrameSource[]): FrameSource {
  const starts: number[] = [];
  let frameCount = 0;
  for (const { info } of clips) {
    starts.push(frameCount);
    frameCount += info.frameCount;
  }
  const info = { ...clips[0].info, path: 'chained', frameCount };
  return {
    info,
    async *frames({ start = 0, end = frameCount }: { start?: number; end?: number } = {}) {
      for (const [i, clip] of clips.entries()) {
        const from = Math.max(0, start - starts[i]);
        const to = Math.min(clip.info.frameCount, end - starts[i]);
        if (from >= to) continue;
        for await (const frame of clip.frames({ start: from, end: to })) {
          yield { ...frame, index: frame.index + starts[i] };
        }
      }
    },
    async frame(n: number): Promise<Frame> {
      const i = starts.findLastIndex((s) => s <= n);
      return { ...(await clips[i].frame(n - starts[i])), index: n };
    },
  };
}

describe.skipIf(!hasMedia)('on real footage', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'understudy-footage-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('meets the accuracy asked for on stills and on footage whose truth is known', async () => {
    const { pupils, alignment } = (await benchLandmarks()) as {
      pupils: Record<string, number & unknown[]>;
      alignment: Record<string, Record<string, number>>;
    };
    expect(pupils.not_found).toEqual([]);
    expect(pupils.stills).toBeGreaterThan(40);
    expect(pupils.mean_error_percent).toBeLessThan(1.5);
    expect(Object.keys(alignment)).toEqual(['004', '022']);
    for (const person of Object.values(alignment)) {
      expect(person.deviation_percent).toBeLessThan(1);
      expect(person.jitter_ratio).toBeLessThan(0.5);
      expect(person.smoothing_lag_frames).toBe(0);
      expect(person.correlation).toBeGreaterThan(0.99);
    }
  });

  it('tells 45 people apart, neutral against smiling', async () => {
    const figures = await benchIdentity();
    expect(figures.people).toBe(45);
    expect(figures.accepted_at_1_in_1000).toBe(1);
  });

  it('finds the cuts of an edit and knows who comes back', async () => {
    const names = ['bbaf2n', 'lbax4n', 'lrwp9a', 'bbaf2n'];
    const clips: OpenClip[] = [];
    try {
      for (const name of names) clips.push(await openClip(path.join(mediaFolder, 'grid', `${name}.mpg`)));
      const counts = clips.map((c) => c.info.frameCount);
      const at = counts.map((_, i) => counts.slice(0, i).reduce((a, b) => a + b, 0));
      const analysis = await analyzeClip(chained(clips), { folder });
      expect(analysis.cuts).toEqual(at.slice(1));
      expect(analysis.tracks.map((t) => [t.first, t.count])).toEqual([
        [0, counts[0] + counts[3]],
        [at[1], counts[1]],
        [at[2], counts[2]],
      ]);
    } finally {
      for (const clip of clips) await clip.close();
    }
  });

  it('keeps hold of a head from profile to front', async () => {
    const clip = await openClip(path.join(mediaFolder, 'previews', 'head-pose-face-detection-female.gif'));
    try {
      const analysis = await analyzeClip(clip, { folder });
      expect(analysis.tracks.map((t) => t.count)).toEqual([clip.info.frameCount]);
      const yaws: number[] = [];
      for await (const { faces } of analysis.frames()) yaws.push(faces[0].pose[0]);
      // she looks to the viewer's left first and to the right later
      expect(yaws[0]).toBeLessThan(-35);
      expect(Math.max(...yaws)).toBeGreaterThan(25);
    } finally {
      await clip.close();
    }
  });
});
