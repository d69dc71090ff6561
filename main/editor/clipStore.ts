import type { Clip, ClipMedia, MissingMedia } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { type ClipInfo, type OpenClip, openClip, pictureSize } from '../media/index.ts';
import type { Project } from '../project/index.ts';

/** Longest side of the pictures the viewer shows until it wants every pixel. */
export const PROXY_SIDE = 1280;

/** The open project's clips as files. */
export class ClipStore {
  readonly #project: Project;
  /** by clip id; kept as long as the clip points to the same path */
  readonly #open = new Map<string, { path: string; clip: Promise<OpenClip> }>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** @throws UserError when the project has no such clip */
  entry(id: string): Clip {
    const clip = this.#project.document.clips.find((one) => one.id === id);
    if (clip) return clip;
    throw new UserError('This clip is not in the project any more.', 'Choose another clip.');
  }

  /** Absolute path of a clip's file, whether it is there or not. */
  path(id: string): string {
    return this.#project.mediaPath(this.entry(id));
  }

  /**
   * The clip opened for reading; the same one for everybody.
   *
   * @throws UserError when its file is missing or cannot be read
   */
  open(id: string): Promise<OpenClip> {
    const path = this.path(id);
    const known = this.#open.get(id);
    if (known?.path === path) return known.clip;
    if (known) closeLater(known.clip);
    const clip = openClip(path, { indexCache: this.indexFolder });
    this.#open.set(id, { path, clip });
    clip.then(
      ({ info }) => this.#project.noteFrameCount(id, info.frameCount),
      // tried afresh next time: the file may be back
      () => {
        if (this.#open.get(id)?.clip === clip) this.#open.delete(id);
      },
    );
    return clip;
  }

  /** Where frame indexes are kept. */
  get indexFolder(): string {
    return this.#project.cacheFolder('index');
  }

  /** What the page needs to know of all clips, and which files are not there. */
  async all(): Promise<{ media: ClipMedia[]; missing: MissingMedia[] }> {
    const media: ClipMedia[] = [];
    const missing: MissingMedia[] = [];
    await Promise.all(
      this.#project.document.clips.map(async (clip) => {
        try {
          media.push(mediaOf(clip.id, (await this.open(clip.id)).info));
        } catch (error) {
          const { message, remedy } = wordsOf(error, clip.name);
          missing.push({ clip: clip.id, path: this.#project.mediaPath(clip), message, remedy });
        }
      }),
    );
    const place = new Map(this.#project.document.clips.map(({ id }, i) => [id, i]));
    const inOrder = (a: { clip: string }, b: { clip: string }): number =>
      (place.get(a.clip) ?? 0) - (place.get(b.clip) ?? 0);
    return { media: media.sort(inOrder), missing: missing.sort(inOrder) };
  }

  async close(): Promise<void> {
    for (const { clip } of this.#open.values()) closeLater(clip);
    this.#open.clear();
  }
}

function closeLater(clip: Promise<OpenClip>): void {
  clip.then((one) => one.close()).catch(() => {});
}

function wordsOf(error: unknown, name: string): { message: string; remedy: string } {
  if (error instanceof UserError) return { message: error.message, remedy: error.remedy };
  const text = error instanceof Error ? error.message : String(error);
  return { message: `${name} cannot be read: ${text}`, remedy: 'Relink it to a file that can be read.' };
}

function mediaOf(clip: string, info: ClipInfo): ClipMedia {
  const { primaries, transfer, matrix, range } = info.colour;
  const tags = [primaries, transfer, matrix, range].filter((tag) => tag !== undefined);
  return {
    clip,
    path: info.path,
    kind: info.kind,
    width: info.width,
    height: info.height,
    frameCount: info.frameCount,
    frameRate: { ...info.frameRate },
    variableRate: info.variableRate,
    duration: info.duration,
    bitDepth: info.bitDepth,
    codec: info.codec,
    colour: tags.length > 0 ? [...new Set(tags)].join(' ') : 'untagged',
    timecode: info.timecode ?? null,
    audio: info.audio ? { ...info.audio } : null,
    proxyWidth: pictureSize(info, PROXY_SIDE).width,
  };
}
