import { join } from 'node:path';
import type { ClipLook, ProjectState } from '../../preload/contract/index.ts';
import { forkNode, JobQueue, jobFile, workerPath } from '../jobs/index.ts';
import { Project } from '../project/index.ts';
import { AnalysisStore } from './analysisStore.ts';
import { whenCalm } from './calm.ts';
import { dropCarrying } from './carrying.ts';
import { ClipStore } from './clipStore.ts';
import { correctedClips } from './correctedClips.ts';
import { FacesetStore } from './facesetStore.ts';
import { Following } from './following.ts';
import { FrameDesk } from './frameDesk.ts';
import type { EventHub } from './hub.ts';
import { hearJob, jobEnded } from './jobEvents.ts';
import { Looks } from './looks.ts';
import type { MachineSpeed } from './machineSpeed.ts';
import { ModelStore } from './modelStore.ts';
import type { EditorOptions } from './options.ts';
import { PictureStores } from './pictureStores.ts';
import { throttle } from './throttle.ts';

/** Milliseconds between two `jobs` events. */
const JOBS_EVERY = 250;

export interface SessionTools {
  readonly options: EditorOptions;
  readonly hub: EventHub;
  readonly speed: MachineSpeed;
}

/** Milliseconds without a further edit before clips are told of whose faces were moved, and longest wait. */
const MOVED_CALM = 300;
const MOVED_AT_MOST = 1500;

/** Everything that belongs to the project that is open. */
export class ProjectSession {
  readonly project: Project;
  readonly hub: EventHub;
  readonly speed: MachineSpeed;
  readonly provider: string | undefined;
  readonly clips: ClipStore;
  readonly analyses: AnalysisStore;
  readonly looks: Looks;
  readonly stores: PictureStores;
  readonly desk: FrameDesk;
  readonly models: ModelStore;
  readonly facesets: FacesetStore;
  readonly queue: JobQueue;
  readonly following: Following;
  readonly #tellJobs: ReturnType<typeof throttle>;
  readonly #stopListening: () => void;
  /** clips whose faces were moved, of which nobody was told yet: graphs are not read anew at every step of a drag */
  readonly #moved = new Set<string>();
  readonly #tellMoved: ReturnType<typeof whenCalm>;
  /** what follows from jobs that ended, under way */
  readonly #consequences = new Set<Promise<void>>();
  #announced = false;
  #closing = false;

  /**
   * @throws UserError when there is no project, a file is damaged or from a newer Understudy, or another
   *   window has it open; nothing is written then
   */
  static async open(folder: string, create: boolean, tools: SessionTools): Promise<ProjectSession> {
    const { hub } = tools;
    const project = await Project.open(folder, {
      create,
      edit: true,
      onTrouble: (error) => {
        tools.options.report?.(error);
        const text = error instanceof Error ? error.message : String(error);
        hub.notice('error', `The project could not be saved: ${text}`, 'Your edits are kept in its journal.');
      },
    });
    const session = new ProjectSession(project, tools);
    session.#warmUp();
    await session.queue.restore();
    await session.looks.refresh();
    session.#announced = true;
    dropCarrying(session);
    session.following.start();
    session.desk.warmUp();
    return session;
  }

  private constructor(project: Project, { options, hub, speed }: SessionTools) {
    const fork = options.forkWorker ?? forkNode;
    this.project = project;
    this.hub = hub;
    this.speed = speed;
    this.provider = options.provider;
    this.clips = new ClipStore(project);
    this.analyses = new AnalysisStore(project);
    this.models = new ModelStore(project);
    this.facesets = new FacesetStore(project);
    this.following = new Following({
      project,
      clips: this.clips,
      queue: () => this.queue,
      onChange: () => this.refreshLooks(),
      report: (error) => options.report?.(error),
    });
    this.looks = new Looks(
      project,
      this.analyses,
      (changed) => this.#looksChanged(changed),
      (clip) => this.following.followed(clip),
    );
    this.stores = new PictureStores(project, this.clips, (clip) => this.desk.proxiesReady(clip));
    this.#tellJobs = throttle(() => hub.emit({ type: 'jobs', jobs: this.queue.list() }), JOBS_EVERY);
    this.queue = new JobQueue({
      fork: () => fork(workerPath('jobWorker')),
      store: jobFile(join(project.cacheFolder('jobs.json'))),
      onChange: this.#tellJobs,
      onMessage: (job, message) => hearJob(this, job, message),
      onEnd: (job, task, value) => {
        const drawn = jobEnded(this, job, task, value)
          .catch((error: unknown) => options.report?.(error))
          .finally(() => this.#consequences.delete(drawn));
        this.#consequences.add(drawn);
      },
    });
    this.desk = new FrameDesk({
      project,
      clips: this.clips,
      stores: this.stores,
      looks: this.looks,
      hub,
      fork: () => fork(workerPath('frameWorker')),
      provider: options.provider ?? null,
      busy: () => this.queue.isRunning('gpu'),
    });
    this.#tellMoved = whenCalm(
      () => {
        for (const clip of this.#moved) hub.emit({ type: 'faces', clip });
        this.#moved.clear();
      },
      MOVED_CALM,
      MOVED_AT_MOST,
    );
    let before = project.document;
    this.#stopListening = project.onChange(({ revision, patches, history }) => {
      // first of all: the worker draws while the others, and the page, hear of it
      this.desk.documentChanged();
      hub.emit({ type: 'patch', revision, patches: [...patches], history });
      for (const { clip, tracks } of correctedClips(before, project.document)) {
        if (tracks) hub.emit({ type: 'faces', clip });
        else this.#moved.add(clip);
      }
      if (this.#moved.size > 0) this.#tellMoved();
      before = project.document;
      this.following.documentChanged();
      if (this.looks.documentChanged()) this.refreshLooks();
    });
  }

  /** Jobs are being stopped because the project is left: nobody need be told that they ended. */
  get closing(): boolean {
    return this.#closing;
  }

  state(): ProjectState {
    const { folder, revision, document } = this.project;
    return { folder, revision, document, history: this.project.historyState(), looks: this.looks.list() };
  }

  /** Reads the picture that the page most likely asks for first, while the rest of the project is opened. */
  #warmUp(): void {
    const { clips } = this.project.document;
    const plates = clips.filter(({ role }) => role === 'plate');
    const first = plates.find(({ swap }) => swap) ?? plates[0] ?? clips[0];
    if (!first) return;
    const { signal } = new AbortController();
    // what fails here fails again, with someone to tell, when the page asks for it
    this.stores
      .of(first.id)
      .then((store) => store.picture(0, { priority: 'now', signal }))
      .catch(() => {});
    this.analyses.get(first.id).catch(() => {});
  }

  /** Looks anew at what pictures depend on, in the background. */
  refreshLooks(): void {
    this.looks.refresh().catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      this.hub.notice('error', `The looks of the clips could not be worked out: ${text}`);
    });
  }

  /** Stops jobs at their next checkpoint, saves, and gives the project free. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#tellJobs.cancel();
    this.looks.close();
    this.following.close();
    await this.desk.close();
    await this.queue.close();
    await Promise.all(this.#consequences);
    this.#tellJobs.cancel();
    this.#tellMoved.cancel();
    await this.stores.close();
    await this.clips.close();
    this.#stopListening();
    await this.project.close();
  }

  #looksChanged(changed: ClipLook[]): void {
    // before the project was announced its looks are part of the announcement
    if (!this.#announced) return;
    this.hub.emit({ type: 'looks', looks: changed });
    for (const { clip, key } of changed) if (key) this.desk.lookChanged(clip);
  }
}
