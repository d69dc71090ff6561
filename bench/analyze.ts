import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analyzeClip } from '../main/faces/index.ts';
import { openClip } from '../main/media/index.ts';
import { clmtrackrClip, mediaFile } from './faceMedia.ts';

/**
 * Speed of analysis (decode, detect or follow, landmarks, identity, tracks, files written): frames per
 * second of the whole call, loading of networks included, the best of three runs each.
 */
export async function benchAnalyze(): Promise<Record<string, unknown>> {
  const clips: [name: string, file: string, rounds: number][] = [
    ['two_people_720p', mediaFile('two-people', 'two_people_720p.mp4'), 3],
    ['franck', clmtrackrClip('franck.mp4'), 2],
  ];
  const results: Record<string, unknown> = {};
  for (const [name, file, rounds] of clips) {
    const runs = [];
    for (let i = 0; i < rounds; i++) runs.push(await measure(file));
    const best = runs.reduce((p, q) => (q.frames_per_second > p.frames_per_second ? q : p));
    results[name] = { ...best, runs: runs.map((r) => r.frames_per_second) };
  }
  return results;
}

async function measure(file: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'understudy-bench-'));
  const clip = await openClip(file);
  try {
    const cpu = process.cpuUsage();
    const start = performance.now();
    const analysis = await analyzeClip(clip, { folder });
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    return {
      frames_per_second: rounded(analysis.frameCount / seconds),
      frames: analysis.frameCount,
      faces_per_frame: rounded(
        analysis.tracks.reduce((sum, track) => sum + track.count, 0) / analysis.frameCount,
      ),
      tracks: analysis.tracks.length,
      // without ffmpeg, which is a process of its own
      cpu_ms_per_frame: rounded((user + system) / 1000 / analysis.frameCount),
      rss_mib: Math.round(process.memoryUsage().rss / 2 ** 20),
    };
  } finally {
    await clip.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
