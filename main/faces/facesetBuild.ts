import { createHash } from 'node:crypto';
import { access, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { apply, explainFileError, type ReportProgress, scaleOf, UserError } from '../common/index.ts';
import type { Frame, FrameSource } from '../media/index.ts';
import { type Faceset, openFaceset, saveFaceset } from './faceset.ts';
import { cropSide, cutFace } from './facesetCrop.ts';
import { FACESET_INDEX } from './facesetIndex.ts';
import { type FaceObservation, type FacesetEntry, type FrameFaces, LANDMARK_COUNT } from './types.ts';

const THUMBNAIL_SIDE = 96;
/** crops being compressed at once */
const IN_FLIGHT = 4;
/** milliseconds between two writes of the index (what a kill may cost), more where writing takes long */
const SAVE_EVERY = 5000;
const SAVE_SHARE = 0.05;
/** a face whose mesh lies further outside the picture than this share teaches nothing */
const MAX_OUTSIDE = 0.1;

export interface BuildFacesetOptions {
  readonly clip: FrameSource;
  /** the clip's analysis */
  readonly frames: Iterable<FrameFaces> | AsyncIterable<FrameFaces>;
  /** the performer's track */
  readonly track: number;
  readonly folder: string;
  /** how the index names the clip; default its path */
  readonly clipName?: string;
  /** take every n-th frame that shows the face; default 1 */
  readonly every?: number;
  /** identity descriptor of a face (`describeFace`); without it `similarity` is 0 and `samePerson` cannot tell */
  readonly describe?: (frame: Frame, face: FaceObservation) => Promise<Float32Array>;
  readonly onProgress?: ReportProgress;
  readonly signal?: AbortSignal;
}

/**
 * Cuts the faces of one track out of a clip into a faceset folder. A folder that already holds a faceset is
 * extended; faces it already has are not cut again, so the same call carries on where a kill stopped it.
 *
 * Crops are 8-bit JPEG (quality 95, no chroma subsampling), or 16-bit PNG when the clip is deeper, at the
 * face's own size in the plate (at most 640 px); see `CROP_SPAN` for what they show.
 *
 * @throws UserError when the track shows no usable face, the disk is full, or an earlier index is damaged.
 */
export async function buildFaceset(options: BuildFacesetOptions): Promise<Faceset> {
  const { clip, folder, track, every = 1, onProgress, signal } = options;
  const clipName = options.clipName ?? clip.info.path;
  const wanted = await pickFaces(options.frames, track, every, clip.info.width, clip.info.height);
  const earlier = (await exists(join(folder, FACESET_INDEX))) ? await openFaceset(folder) : null;
  // a face whose picture somebody deleted is cut again
  const present = await Promise.all(
    (earlier?.entries ?? []).map((entry) => exists(join(folder, entry.file))),
  );
  const entries: FacesetEntry[] = (earlier?.entries ?? []).filter((_, i) => present[i]);
  const descriptors: Float32Array[] = (earlier?.descriptors ?? []).filter((_, i) => present[i]);
  const describe = earlier?.entries.length && !earlier.descriptors ? undefined : options.describe;
  if (earlier?.descriptors && !describe)
    throw new UserError(
      'The faceset holds identity descriptors and this build makes none',
      'Build with the identity network, or into another folder.',
    );
  const prefix = clipPrefix(clipName);
  const have = new Set(entries.map((entry) => entry.id));
  const idOf = (frame: number): string => `${prefix}-t${track}-f${String(frame).padStart(6, '0')}`;
  const todo = wanted.filter(({ frame }) => !have.has(idOf(frame)));
  if (wanted.length === 0 && entries.length === 0)
    throw new UserError(
      `Track ${track} of ${clipName} shows no face that can be used`,
      'Choose another track, or a clip that shows the performer larger and inside the picture.',
    );

  await prepareFolders(folder);
  const save = async (): Promise<Faceset> =>
    await saveFaceset(folder, {
      entries,
      descriptors: describe || earlier?.descriptors ? descriptors : null,
    });
  const running = new Set<Promise<void>>();
  let failure: unknown;
  let nextSave = performance.now() + SAVE_EVERY;
  let done = wanted.length - todo.length;
  let next = 0;
  const source = todo.length
    ? clip.frames({
        start: todo[0].frame,
        end: todo[todo.length - 1].frame + 1,
        ...(signal ? { signal } : {}),
      })
    : [];
  try {
    for await (const frame of source) {
      signal?.throwIfAborted();
      if (failure) break;
      if (next >= todo.length) break;
      if (frame.index !== todo[next].frame) continue;
      const { face } = todo[next++];
      const id = idOf(frame.index);
      const job = storeFace(folder, id, frame, face)
        .then(async (files) => {
          const descriptor = describe ? await describe(frame, face) : null;
          // both or neither: rows of the arrays follow the entries
          entries.push(makeEntry(id, files, clipName, frame, face));
          if (descriptor) descriptors.push(descriptor);
          onProgress?.({ stage: 'Cutting faces', done: ++done, total: wanted.length });
        })
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => running.delete(job));
      running.add(job);
      if (running.size >= IN_FLIGHT) await Promise.race(running);
      if (performance.now() > nextSave) {
        await Promise.all(running);
        const start = performance.now();
        if (!failure) await save();
        const end = performance.now();
        nextSave = end + Math.max(SAVE_EVERY, (end - start) / SAVE_SHARE);
      }
    }
  } finally {
    await Promise.all(running);
    // what was cut before a stop or an error is kept
    if (failure || signal?.aborted) await save().catch(() => {});
  }
  if (failure) throw failure;
  signal?.throwIfAborted();
  return await save();
}

interface Wanted {
  readonly frame: number;
  readonly face: FaceObservation;
}

async function pickFaces(
  frames: BuildFacesetOptions['frames'],
  track: number,
  every: number,
  width: number,
  height: number,
): Promise<Wanted[]> {
  if (!Number.isInteger(every) || every < 1)
    throw new UserError(
      `"every" must be a whole number from 1, not ${every}`,
      'Take every n-th frame: 1, 2, 3 …',
      {
        exitCode: 2,
      },
    );
  const picked: Wanted[] = [];
  let seen = 0;
  for await (const { frame, faces } of frames) {
    const face = faces.find((one) => one.track === track);
    if (!face || outsideShare(face.landmarks, width, height) > MAX_OUTSIDE) continue;
    if (seen++ % every === 0) picked.push({ frame, face });
  }
  return picked.sort((a, b) => a.frame - b.frame);
}

function outsideShare(landmarks: Float32Array, width: number, height: number): number {
  let outside = 0;
  for (let i = 0; i < LANDMARK_COUNT; i++) {
    const x = landmarks[i * 3];
    const y = landmarks[i * 3 + 1];
    if (!(x >= 0 && y >= 0 && x <= width && y <= height)) outside++;
  }
  return outside / LANDMARK_COUNT;
}

interface StoredFiles {
  readonly file: string;
  readonly thumbnail: string;
}

async function storeFace(
  folder: string,
  id: string,
  frame: Frame,
  face: FaceObservation,
): Promise<StoredFiles> {
  const side = cropSide(face.alignment);
  const raw = { width: side, height: side, channels: 3 as const };
  const pixels = cutFace(frame, face.alignment, side);
  const deep = pixels instanceof Uint16Array;
  const file = `faces/${id}.${deep ? 'png' : 'jpg'}`;
  const thumbnail = `thumbnails/${id}.jpg`;
  const shallow = deep ? Uint8Array.from(pixels, (value) => Math.round(value / 257)) : pixels;
  const encoded = deep
    ? sharp(pixels, { raw }).toColourspace('rgb16').png({ compressionLevel: 2 }).toBuffer()
    : sharp(pixels, { raw }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
  const small = sharp(shallow, { raw })
    .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE)
    .jpeg({ quality: 85 })
    .toBuffer();
  await writeDurably(join(folder, file), await encoded);
  await writeDurably(join(folder, thumbnail), await small);
  return { file, thumbnail };
}

/** Nobody reads the file before the index names it, so it needs no temporary name, only to be on disk by then. */
async function writeDurably(path: string, data: Uint8Array): Promise<void> {
  try {
    const handle = await open(path, 'w');
    try {
      await handle.writeFile(data);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw explainFileError(error, path);
  }
}

function makeEntry(
  id: string,
  files: StoredFiles,
  clip: string,
  frame: Frame,
  face: FaceObservation,
): FacesetEntry {
  const landmarks: number[] = [];
  for (let i = 0; i < LANDMARK_COUNT; i++)
    for (const value of apply(face.alignment, face.landmarks[i * 3], face.landmarks[i * 3 + 1]))
      landmarks.push(Math.fround(value)); // as the index stores it
  return {
    id,
    ...files,
    include: true,
    clip,
    frame: frame.index,
    track: face.track,
    pose: face.pose,
    sharpness: face.sharpness,
    confidence: face.confidence,
    size: 1 / scaleOf(face.alignment),
    similarity: 0,
    landmarks,
  };
}

async function prepareFolders(folder: string): Promise<void> {
  for (const name of ['faces', 'thumbnails'])
    await mkdir(join(folder, name), { recursive: true }).catch((error: unknown) => {
      throw explainFileError(error, folder);
    });
}

/** Short, stable and legal in a file name; two clips of one name in different folders differ. */
function clipPrefix(clip: string): string {
  const name = clip.split(/[\\/]/).pop() ?? clip;
  const plain = name
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 24);
  return `${plain}-${createHash('sha256').update(clip).digest('hex').slice(0, 6)}`;
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
