import type { ReportProgress } from '../common/index.ts';
import { type CompositeResult, compositeFrame, type Plane } from '../compositing/index.ts';
import { type Encoder, type Frame, openEncoder } from '../media/index.ts';
import { checkDeliverable, type DeliverableRequest, matteCodec } from './deliverable.ts';
import { type SwappedFrame, type SwapSource, swappedFrames } from './swappedFrames.ts';

export interface RenderOptions extends SwapSource, DeliverableRequest {
  /** pixels; the height follows. The plate's without it. */
  readonly width?: number;
  /** false leaves the plate's sound out; an image sequence has none in any case */
  readonly audio?: boolean;
  readonly onProgress?: ReportProgress;
  /** frames to show as they are finished, with their swap layer: for a contact sheet */
  readonly show?: {
    readonly frames: ReadonlySet<number>;
    readonly onFrame: (swapped: SwappedFrame, comp: CompositeResult) => void | Promise<void>;
  };
}

export interface RenderResult {
  readonly out: string;
  readonly frames: number;
  /** frames in which at least one face was swapped */
  readonly swapped: number;
}

/**
 * Composites the frames [start, end) of a plate and encodes them with the plate's sound, rate, colour tags
 * and timecode. Frames without the face come out as the plate with an empty matte, none is left out. Each
 * file appears under its name only when it is complete; stopped by the signal, nothing is left behind.
 *
 * @throws UserError when the disk is full, the codec is not there or cannot hold what is asked for, the
 *   name does not fit it, or a frame cannot be decoded
 */
export async function renderFilm(options: RenderOptions): Promise<RenderResult> {
  const { clip, start, end, settings, transfer, signal, onProgress, what = 'comp', width } = options;
  await checkDeliverable(options, clip.info);
  signal?.throwIfAborted();
  const size = width === undefined ? undefined : sizeFor(clip.info, width);
  const like = { like: clip.info, range: { start, end }, ...(size === undefined ? {} : { size }) };
  const sound = clip.info.audio && options.audio !== false && !options.codec.startsWith('png');
  const encoder = await openEncoder({
    ...like,
    path: options.out,
    codec: options.codec,
    ...(what === 'face' ? { alpha: true } : {}),
    ...(sound ? { audioFrom: clip.info.path } : {}),
  });
  let matte: Encoder | undefined;
  let swapped = 0;
  let frames = 0;
  // the encoders read a frame while the next is composited
  let writing: Promise<unknown> = Promise.resolve();
  try {
    const { matteOut } = options;
    if (matteOut !== undefined) {
      matte = await openEncoder({ ...like, path: matteOut, codec: matteCodec(matteOut, clip.info) });
    }
    const begun = performance.now();
    for await (const frame of swappedFrames(options)) {
      signal?.throwIfAborted();
      const shown = options.show?.frames.has(frame.plate.index) === true;
      const comp = compositeFrame(frame.plate, frame.faces, settings, {
        transfer,
        wantSwapLayer: shown,
        wantFaceLayer: what === 'face',
      });
      if (shown) await options.show?.onFrame(frame, comp);
      await writing;
      writing = Promise.all([
        encoder.write(pictureOf(what, frame.plate, comp)),
        matte?.write(greyFrame(frame.plate, comp.matte)),
      ]);
      // a failure is thrown where it is awaited; it must not count as unhandled until then
      writing.catch(() => {});
      if (frame.faces.length > 0) swapped++;
      frames++;
      const seconds = (performance.now() - begun) / 1000;
      onProgress?.({
        stage: 'Rendering',
        done: frames,
        total: end - start,
        figures: { 'frames per second': Math.round((100 * frames) / Math.max(seconds, 1e-3)) / 100 },
      });
    }
    await writing;
    signal?.throwIfAborted();
    await encoder.finish();
    await matte?.finish();
  } catch (error) {
    await Promise.all([encoder.abort(), matte?.abort()]);
    throw error;
  }
  return { out: options.out, frames, swapped };
}

function pictureOf(what: DeliverableRequest['what'], plate: Frame, comp: CompositeResult): Frame {
  if (what === 'matte') return greyFrame(plate, comp.matte);
  if (what !== 'face' || !comp.faceLayer) return comp.frame;
  return { ...comp.faceLayer, data: withAlpha(comp.faceLayer.data, comp.matte.data) };
}

/** Interleaved RGB and a plane as RGBA. */
function withAlpha(colours: Frame['data'], alpha: Plane['data']): Frame['data'] {
  const length = 4 * alpha.length;
  const out = colours instanceof Uint8Array ? new Uint8Array(length) : new Uint16Array(length);
  for (let i = 0, from = 0, to = 0; i < alpha.length; i++) {
    out[to++] = colours[from++];
    out[to++] = colours[from++];
    out[to++] = colours[from++];
    out[to++] = alpha[i];
  }
  return out;
}

/** Undefined for the plate's own size. The height is even where the width is: films share colour between rows. */
function sizeFor(
  plate: { readonly width: number; readonly height: number },
  width: number,
): { width: number; height: number } | undefined {
  if (width === plate.width) return undefined;
  const height = (width * plate.height) / plate.width;
  return { width, height: width % 2 === 0 ? 2 * Math.round(height / 2) : Math.round(height) };
}

/** A plane as an RGB picture of equal channels, the form encoders take. */
function greyFrame(like: Frame, plane: Plane): Frame {
  const data =
    plane.data instanceof Uint8Array ? new Uint8Array(like.data.length) : new Uint16Array(like.data.length);
  for (let i = 0, o = 0; i < plane.data.length; i++) {
    const value = plane.data[i];
    data[o++] = value;
    data[o++] = value;
    data[o++] = value;
  }
  return { ...like, data };
}
