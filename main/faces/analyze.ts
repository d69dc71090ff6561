import { mkdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { explainFileError, type ReportProgress, UserError, writeFileAtomic } from '../common/index.ts';
import type { Provider } from '../engine/index.ts';
import type { FrameSource } from '../media/index.ts';
import {
  type AnalysisHeader,
  type ClipAnalysis,
  readAnalysis,
  readAnalysisHeader,
  writeAnalysis,
} from './analysisFile.ts';
import { chunkPath, readChunk, writeChunk } from './chunkFile.ts';
import { ChunkQueue } from './chunkQueue.ts';
import { fingerprintOf } from './fingerprint.ts';
import { finishAnalysis } from './finish.ts';
import { Follower, type MeasuredFrame } from './follower.ts';
import { FrameStream } from './frameStream.ts';
import { type FaceNetworks, openFaceNetworks } from './networks.ts';
import type { FrameFaces } from './types.ts';

export interface AnalyzeOptions {
  /** where results are kept; one folder per clip. Made if missing. */
  readonly folder: string;
  readonly onProgress?: ReportProgress;
  /** stops soon after it fires; chunks finished by then are kept */
  readonly signal?: AbortSignal;
  /** called with every frame's final result, in order, once the clip is through */
  readonly onFrame?: (frame: FrameFaces) => void;
  readonly provider?: Provider;
  /** parts of the clip worked on side by side; default: one per core, at most 4 */
  readonly lanes?: number;
}

/** frames per chunk at most: what a kill can cost, per lane */
const CHUNK = 128;

const planSchema = z.object({
  format: z.literal('understudy-analysis-plan'),
  version: z.literal(1),
  clip: z.object({ path: z.string(), fingerprint: z.string(), width: z.number(), height: z.number() }),
  frameCount: z.number().int(),
  chunkFrames: z.number().int().positive(),
});
type Plan = z.infer<typeof planSchema>;

/**
 * Finds and follows every face of a clip: detection, landmarks, tracks, smoothed alignment, pose,
 * sharpness, identity. Work is kept in chunks; a run that was stopped, or killed, goes on where it was.
 * The result does not depend on the number of lanes, nor on interruptions.
 *
 * @throws UserError when the folder holds another clip's analysis, is damaged or cannot be written, when
 * the clip cannot be decoded or the models are missing; the signal's reason when it fires
 */
export async function analyzeClip(clip: FrameSource, options: AnalyzeOptions): Promise<ClipAnalysis> {
  const { folder, onProgress = () => {}, signal } = options;
  signal?.throwIfAborted();
  await mkdir(path.join(folder, 'chunks'), { recursive: true }).catch((error: unknown) => {
    throw explainFileError(error, folder);
  });
  const { plan, finished } = await planFor(clip, folder);
  if (!finished) {
    const count = Math.ceil(plan.frameCount / plan.chunkFrames);
    await measureChunks(clip, plan, count, options);
    onProgress({ stage: 'Joining tracks', done: plan.frameCount, total: plan.frameCount });
    await writeAnalysis(folder, await finishAnalysis(folder, count, plan.clip));
  }
  const analysis = await readAnalysis(folder);
  if (options.onFrame) {
    for await (const frame of analysis.frames()) {
      signal?.throwIfAborted();
      options.onFrame(frame);
    }
  }
  return analysis;
}

/** Reads or makes the plan of chunks; refuses a folder that belongs to another clip. */
async function planFor(clip: FrameSource, folder: string): Promise<{ plan: Plan; finished: boolean }> {
  const { info } = clip;
  const fingerprint = await fingerprintOf(info);
  const header: AnalysisHeader | undefined = await readAnalysisHeader(folder);
  const file = path.join(folder, 'plan.json');
  let plan: Plan | undefined;
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) {
    try {
      plan = planSchema.parse(JSON.parse(text));
    } catch (cause) {
      throw new UserError(
        `The analysis in ${folder} is damaged (plan.json).`,
        'Delete that folder and run understudy analyze again; nothing else is lost.',
        { cause },
      );
    }
  }
  const other = [header?.clip, plan?.clip].find((c) => c && c.fingerprint !== fingerprint);
  if (other) {
    throw new UserError(
      `${folder} holds the analysis of another clip (${other.path}).`,
      `Choose another folder for ${info.path}, or delete that one.`,
    );
  }
  if (!plan) {
    const pieces = Math.max(Math.ceil(info.frameCount / CHUNK), info.frameCount >= 48 ? 2 : 1);
    plan = {
      format: 'understudy-analysis-plan',
      version: 1,
      clip: { path: info.path, fingerprint, width: info.width, height: info.height },
      frameCount: info.frameCount,
      chunkFrames: Math.max(1, Math.ceil(info.frameCount / pieces)),
    };
    await writeFileAtomic(file, `${JSON.stringify(plan, null, 1)}\n`);
  }
  return { plan, finished: header !== undefined };
}

/** Measures every chunk that is not on disk yet, in several lanes side by side. */
async function measureChunks(
  clip: FrameSource,
  plan: Plan,
  count: number,
  { folder, onProgress = () => {}, signal, provider, lanes }: AnalyzeOptions,
): Promise<void> {
  const missing: number[] = [];
  let done = 0;
  for (let index = 0; index < count; index++) {
    const chunk = await readChunk(chunkPath(folder, index));
    if (chunk) done += chunk.end - chunk.first;
    else missing.push(index);
  }
  if (missing.length === 0) return;
  const report = () => onProgress({ stage: 'Finding faces', done, total: plan.frameCount });
  report();
  const workers = Math.min(lanes ?? Math.min(4, availableParallelism()), missing.length);
  const queue = new ChunkQueue(missing, workers);
  // one lane's failure stops the others
  const stop = new AbortController();
  const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const lane = async (worker: number): Promise<void> => {
    const networks = await openFaceNetworks({
      ...(provider ? { provider } : {}),
      threads: Math.max(1, Math.floor(availableParallelism() / workers)),
      background: true,
    });
    const stream = new FrameStream(clip, stopped);
    try {
      for (let index = queue.next(worker); index !== undefined; index = queue.next(worker)) {
        await measureChunk(stream, networks, plan, index, folder, stopped, () => {
          done++;
          report();
        });
      }
    } catch (error) {
      stop.abort(error);
      throw error;
    } finally {
      await stream.close();
      await networks.close();
    }
  };
  const results = await Promise.allSettled(Array.from({ length: workers }, (_, i) => lane(i)));
  signal?.throwIfAborted();
  const failed = results.find((r) => r.status === 'rejected');
  if (failed) throw stop.signal.reason ?? failed.reason;
}

async function measureChunk(
  stream: FrameStream,
  networks: FaceNetworks,
  plan: Plan,
  index: number,
  folder: string,
  signal: AbortSignal,
  onFrame: () => void,
): Promise<void> {
  const first = index * plan.chunkFrames;
  const end = Math.min(plan.frameCount, first + plan.chunkFrames);
  const follower = new Follower(networks);
  const frames: MeasuredFrame[] = [];
  // one frame more in front: where both chunks see the same faces they are joined
  for await (const frame of stream.range(Math.max(0, first - 1), end)) {
    signal.throwIfAborted();
    frames.push(await follower.next(frame, frame.index));
    if (frame.index >= first) onFrame();
  }
  await follower.finish();
  await writeChunk(chunkPath(folder, index), first, frames, follower.described);
}
