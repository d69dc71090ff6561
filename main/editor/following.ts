import { dirname } from 'node:path';
import {
  type Clip,
  type ClipLook,
  digest,
  followSegments,
  type Job,
  type Occluder,
} from '../../preload/contract/index.ts';
import type { JobQueue, Task } from '../jobs/index.ts';
import { FollowStore, framesToFollow, sweepFollowed } from '../matting/index.ts';
import type { Project } from '../project/index.ts';
import type { ClipStore } from './clipStore.ts';

/** Milliseconds without a further edit before an object is followed: whoever paints, paints on. */
const CALM = 700;

export interface FollowingOptions {
  readonly project: Project;
  readonly clips: Pick<ClipStore, 'open' | 'path' | 'indexFolder'>;
  readonly queue: () => JobQueue;
  /** what is followed of a clip's objects changed */
  readonly onChange: () => void;
  readonly report: (error: unknown) => void;
  /** milliseconds without an edit before an object is followed; 700 without it */
  readonly calmMs?: number;
}

/** A painted object of a clip. */
interface Placed {
  readonly clip: Clip;
  readonly occluder: Occluder;
}

/**
 * Has painted objects followed: a moment after one was painted or changed a job is queued for what of it is
 * not followed yet, and the one for its former state is called off. A job that the artist cancelled, or that
 * failed, is not queued again before the object changes.
 */
export class Following {
  readonly #options: FollowingOptions;
  readonly #stores = new Map<string, FollowStore>();
  /** by object: what its job follows, see `stateOf` */
  readonly #asked = new Map<string, { readonly state: string; readonly job: string }>();
  /** states that are not to be followed unasked */
  readonly #declined = new Set<string>();
  #known = '';
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** The store of a clip's followed objects. */
  store(clip: string): FollowStore {
    const store = this.#stores.get(clip) ?? new FollowStore(this.folder(clip));
    this.#stores.set(clip, store);
    return store;
  }

  folder(clip: string): string {
    return this.#options.project.followedFolder({ id: clip });
  }

  /** For the clip's look: what has been followed of the objects as they are now. */
  async followed(clip: Clip): Promise<NonNullable<ClipLook['followed']>> {
    const segments = clip.work.flatMap(({ occluders }) => occluders.flatMap((one) => followSegments(one)));
    const found = await Promise.all(
      segments.map(async ({ digest: segment }) => ({
        segment,
        ready: await this.store(clip.id).ready(segment),
      })),
    );
    return found.filter(({ ready }) => ready.length > 0);
  }

  /** The project was opened: jobs of earlier days are queued anew where something is left to follow. */
  start(): void {
    const queue = this.#options.queue();
    for (const { id, kind } of queue.list()) {
      if (kind !== 'follow') continue;
      queue.cancel(id);
      queue.clear(id);
    }
    this.documentChanged();
    this.sweep().catch(this.#options.report);
  }

  /**
   * Throws away what was followed of objects that are gone or painted otherwise since; see `sweepFollowed`.
   * Whatever undo brings back is followed again where it was thrown away.
   *
   * @param now milliseconds since 1970
   */
  async sweep(now = Date.now()): Promise<void> {
    const isNeeded = (clip: string, segment: string): boolean =>
      this.#objects().some(
        (one) =>
          one.clip.id === clip && followSegments(one.occluder).some(({ digest }) => digest === segment),
      );
    const folder = dirname(this.folder('any'));
    const gone = await sweepFollowed({ folder, isNeeded, now });
    for (const [clip, segment] of gone) this.#stores.get(clip)?.refresh(segment);
    // undone while it was thrown away
    if (this.#closed || !gone.some(([clip, segment]) => isNeeded(clip, segment))) return;
    this.#options.onChange();
    await this.#look();
  }

  /** The document changed. */
  documentChanged(): void {
    const objects = this.#objects();
    const known = objects.map(({ clip, occluder }) => `${clip.id} ${stateOf(occluder)}`).join();
    if (known === this.#known) return;
    this.#known = known;
    this.#options.onChange();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look().catch(this.#options.report), this.#options.calmMs ?? CALM);
  }

  /** A job has followed more frames. */
  noteFollowed(clip: string, segment: string): void {
    this.store(clip).refresh(segment);
    this.#options.onChange();
  }

  /** A follow job ended. */
  noteEnd(job: Job, task: Extract<Task, { kind: 'follow' }>): void {
    const { id } = task.occluder;
    this.store(task.clip.id).refresh();
    const mine = this.#asked.get(id)?.job === job.id;
    // paused, it stays the object's job
    if (job.state === 'paused') return;
    if (mine) this.#asked.delete(id);
    if (mine && (job.state === 'cancelled' || job.state === 'failed'))
      this.#declined.add(stateOf(task.occluder));
    this.#options.onChange();
    // what went well needs no place on the list, nor what was called off because the object changed
    if (job.state === 'done' || (job.state === 'cancelled' && !mine)) this.#options.queue().clear(job.id);
  }

  /** Follows an object afresh, whatever is kept of it. */
  async again(clip: string, occluder: Occluder): Promise<void> {
    await this.#callOff(occluder.id);
    this.#declined.delete(stateOf(occluder));
    const store = this.store(clip);
    for (const segment of followSegments(occluder)) await store.remove(segment.digest);
    this.#options.onChange();
    await this.#look();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #objects(): Placed[] {
    const { clips } = this.#options.project.document;
    return clips.flatMap((clip) =>
      clip.work.flatMap(({ occluders }) => occluders.map((occluder) => ({ clip, occluder }))),
    );
  }

  async #look(): Promise<void> {
    const objects = this.#objects();
    const present = new Set(objects.map(({ occluder }) => occluder.id));
    for (const id of [...this.#asked.keys()]) if (!present.has(id)) await this.#callOff(id);
    for (const { clip, occluder } of objects) {
      const state = stateOf(occluder);
      const asked = this.#asked.get(occluder.id);
      if (asked?.state === state) continue;
      if (asked) await this.#callOff(occluder.id);
      if (occluder.muted || this.#declined.has(state)) continue;
      // a clip whose file is missing is followed once it is back
      const { info } = (await this.#options.clips.open(clip.id).catch(() => null)) ?? {};
      if (!info || (await framesToFollow(occluder, this.store(clip.id), info.frameCount)) === 0) continue;
      if (this.#closed) return;
      this.#start(clip, occluder, state);
    }
  }

  #start(clip: Clip, occluder: Occluder, state: string): void {
    const { project, clips, queue } = this.#options;
    const job = queue().add({
      kind: 'follow',
      title: `Follow ${occluder.name} in ${clip.name}`,
      lane: 'beside',
      clip: clip.id,
      occluder: occluder.id,
      canPause: true,
      task: {
        kind: 'follow',
        project: project.folder,
        clip: { id: clip.id, path: clips.path(clip.id) },
        occluder,
        folder: this.folder(clip.id),
        indexFolder: clips.indexFolder,
      },
    });
    this.#asked.set(occluder.id, { state, job: job.id });
  }

  async #callOff(id: string): Promise<void> {
    const asked = this.#asked.get(id);
    if (!asked) return;
    this.#asked.delete(id);
    this.#options.queue().cancel(asked.job);
  }
}

/** Names what is followed of an object: neither its name nor its soft edge. */
const stateOf = ({ id, muted, start, end, keys }: Occluder): string =>
  `${id} ${muted} ${start} ${end} ${keys.map((key) => digest(key)).join(' ')}`;
