import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apply, invert, UserError } from '../common/index.ts';
import { type ClipAnalysis, readAnalysis } from './analysisFile.ts';
import { type AnalyzeOptions, analyzeClip } from './analyze.ts';
import { hasMedia, londonHead, paintedClip, paintHead } from './footage.testing.ts';
import type { FrameFaces } from './types.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'understudy-analysis-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function all(analysis: ClipAnalysis): Promise<FrameFaces[]> {
  const frames: FrameFaces[] = [];
  for await (const frame of analysis.frames()) frames.push(frame);
  return frames;
}

const middle = ({ box }: { box: readonly number[] }) => box[0] + box[2] / 2;

describe('without faces', () => {
  it('finds none in an empty clip and says so for every frame', async () => {
    const clip = paintedClip(30, 320, 180, () => {});
    const seen: number[] = [];
    const analysis = await analyzeClip(clip, {
      folder,
      onFrame: ({ frame, faces }) => seen.push(frame + faces.length),
    });
    expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(analysis.tracks).toEqual([]);
  });

  it('reports a folder without an analysis and a frame that does not exist', async () => {
    await expect(readAnalysis(folder)).rejects.toThrow(/no finished analysis/);
    const analysis = await analyzeClip(
      paintedClip(2, 64, 48, () => {}),
      { folder },
    );
    await expect(analysis.frame(2)).rejects.toThrow(RangeError);
  });

  it('refuses a folder of another clip', async () => {
    await analyzeClip(
      paintedClip(2, 64, 48, () => {}),
      { folder },
    );
    const other = analyzeClip(
      paintedClip(3, 96, 48, () => {}),
      { folder },
    );
    await expect(other).rejects.toThrow(UserError);
    await expect(other).rejects.toThrow(/another clip/);
  });

  it.each([
    ['plan.json', /damaged \(plan\.json\)/],
    ['analysis.json', /damaged \(analysis\.json\)/],
    ['faces.f32', /damaged \(faces\.f32\)/],
  ])('says what to do when %s is damaged', async (file, message) => {
    const clip = paintedClip(2, 64, 48, () => {});
    await analyzeClip(clip, { folder });
    await writeFile(path.join(folder, file), 'x');
    const again = analyzeClip(clip, { folder });
    await expect(again).rejects.toThrow(UserError);
    await expect(again).rejects.toThrow(message);
  });
});

describe.skipIf(!hasMedia)('with faces', () => {
  /** 60 frames: two heads cross, the first in front of the second, which is hidden meanwhile. */
  async function crossing() {
    const front = await londonHead('004', 240);
    const back = await londonHead('022', 230);
    return paintedClip(60, 640, 360, (data, n) => {
      paintHead(data, 640, back, 560 - 8 * n, 180);
      paintHead(data, 640, front, 80 + 8 * n, 190);
    });
  }

  it('gives two crossing faces their own tracks, hidden frames left out', async () => {
    const analysis = await analyzeClip(await crossing(), { folder });
    expect(analysis.tracks.map((t) => [t.id, t.first, t.last])).toEqual([
      [1, 0, 59],
      [2, 0, 59],
    ]);
    expect(analysis.tracks[0].count).toBe(60);
    expect(analysis.tracks[1].count).toBeGreaterThan(44);
    for (const { frame, faces } of await all(analysis)) {
      for (const face of faces) {
        const truth = face.track === 1 ? 80 + 8 * frame : 560 - 8 * frame;
        expect(Math.abs(middle(face) - truth), `track ${face.track} in frame ${frame}`).toBeLessThan(25);
      }
    }
  });

  it('fills a short gap, leaves a long one open, and knows the face again after both', async () => {
    const head = await londonHead('012', 260);
    const hidden = (n: number) => (n >= 20 && n < 25) || (n >= 40 && n < 65);
    const clip = paintedClip(90, 480, 360, (data, n) => {
      if (!hidden(n)) paintHead(data, 480, head, 200 + n, 180);
    });
    const analysis = await analyzeClip(clip, { folder });
    expect(analysis.tracks).toHaveLength(1);
    const frames = await all(analysis);
    const seen = frames.filter((f) => f.faces.length > 0).map((f) => f.frame);
    expect(seen).toEqual([...Array(40).keys(), ...Array.from({ length: 25 }, (_, i) => 65 + i)]);
    const [filled] = frames[22].faces;
    expect(Math.abs(middle(filled) - middle(frames[19].faces[0]) - 3)).toBeLessThan(2);
    expect(filled.confidence).toBeLessThan(0.51);
    // painted at whole pixels, one per frame: the alignment moves evenly over the gap
    const centre = (n: number) => apply(invert(frames[n].faces[0].alignment), 0.5, 0.5)[0];
    for (let n = 10; n < 34; n++) expect(Math.abs(centre(n + 1) - centre(n) - 1)).toBeLessThan(0.35);
  });

  it('breaks at a cut to another person in the same place, and knows the first again', async () => {
    const heads = [await londonHead('004', 260), await londonHead('022', 260)];
    const clip = paintedClip(60, 480, 360, (data, n) => {
      const which = n >= 20 && n < 40 ? 1 : 0;
      if (which === 1) data.fill(60);
      paintHead(data, 480, heads[which], 240, 180);
    });
    const analysis = await analyzeClip(clip, { folder });
    expect(analysis.cuts).toEqual([20, 40]);
    expect(analysis.tracks.map((t) => [t.first, t.last, t.count])).toEqual([
      [0, 59, 40],
      [20, 39, 20],
    ]);
  });

  it('finds a face that enters between two looks of the detector from its first frame on', async () => {
    const head = await londonHead('012', 260);
    const clip = paintedClip(40, 480, 360, (data, n) => {
      if (n >= 11) paintHead(data, 480, head, 240, 180);
    });
    const analysis = await analyzeClip(clip, { folder });
    expect(analysis.tracks.map((t) => [t.first, t.last])).toEqual([[11, 39]]);
  });

  it('finds a small face in a large frame', async () => {
    const head = await londonHead('012', 130);
    const clip = paintedClip(1, 1920, 1080, (data) => paintHead(data, 1920, head, 1500, 300));
    const analysis = await analyzeClip(clip, { folder });
    const { faces } = await analysis.frame(0);
    expect(faces).toHaveLength(1);
    expect(Math.abs(middle(faces[0]) - 1500)).toBeLessThan(8);
  });

  it('handles a clip of one frame', async () => {
    const head = await londonHead('004', 300);
    const clip = paintedClip(1, 480, 360, (data) => paintHead(data, 480, head, 240, 180));
    const analysis = await analyzeClip(clip, { folder });
    expect(analysis.tracks.map((t) => [t.id, t.first, t.last, t.count])).toEqual([[1, 0, 0, 1]]);
    expect((await analysis.frame(0)).faces[0].landmarks).toHaveLength(478 * 3);
  });

  it('gives the same result in one lane or two, whole or stopped, and with a damaged chunk', async () => {
    const clip = await crossing();
    const whole = await all(await analyzeClip(clip, { folder: path.join(folder, 'whole'), lanes: 1 }));
    expect(whole[0].faces).toHaveLength(2);

    const parts = path.join(folder, 'parts');
    const stop = new AbortController();
    const options: AnalyzeOptions = {
      folder: parts,
      lanes: 1,
      signal: stop.signal,
      onProgress: ({ done }) => done > 32 && stop.abort(),
    };
    await expect(analyzeClip(clip, options)).rejects.toThrow(/abort/i);
    expect(existsSync(path.join(parts, 'chunks', '00000.json'))).toBe(true);
    expect(existsSync(path.join(parts, 'analysis.json'))).toBe(false);

    clip.reads = 0;
    expect(await all(await analyzeClip(clip, { folder: parts, lanes: 2 }))).toEqual(whole);
    // the second half and the frame before it
    expect(clip.reads).toBe(31);

    // unfinished, and a chunk rotten: only that chunk is measured again
    await rm(path.join(parts, 'analysis.json'));
    await writeFile(path.join(parts, 'chunks', '00000.f32'), 'rot');
    clip.reads = 0;
    expect(await all(await analyzeClip(clip, { folder: parts }))).toEqual(whole);
    expect(clip.reads).toBeLessThanOrEqual(31);

    // finished: nothing is measured at all, and frames can be read in any order
    clip.reads = 0;
    const finished = await analyzeClip(clip, { folder: parts });
    expect(clip.reads).toBe(0);
    for (const n of [59, 0, 31, 30]) expect(await finished.frame(n)).toEqual(whole[n]);
  });

  it('survives kill -9 with the chunks it had finished', async () => {
    const here = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
    const script = `
      const { analyzeClip } = await import(${here('./analyze.ts')});
      const { londonHead, paintedClip, paintHead } = await import(${here('./footage.testing.ts')});
      const head = await londonHead('004', 220);
      const clip = paintedClip(400, 480, 360, (data, n) => paintHead(data, 480, head, 100 + (n % 250), 180));
      await analyzeClip(clip, { folder: process.argv[1], lanes: 1 });
    `;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    const first = path.join(folder, 'chunks', '00000.json');
    while (!existsSync(first) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    const kept = await readFile(first);

    const head = await londonHead('004', 220);
    const clip = paintedClip(400, 480, 360, (data, n) => paintHead(data, 480, head, 100 + (n % 250), 180));
    const analysis = await analyzeClip(clip, { folder });
    expect(await readFile(first)).toEqual(kept);
    expect(clip.reads).toBeLessThan(400);
    expect(analysis.tracks.map((t) => [t.first, t.last, t.count])).toEqual([[0, 399, 400]]);
    expect((await readdir(folder, { recursive: true })).filter((f) => f.endsWith('.tmp'))).toEqual([]);
  });
});
