import { apply } from 'mutative';
import { create } from 'zustand';
import type {
  Clip,
  ClipLook,
  FrameRange,
  HistoryState,
  Job,
  ProjectDocument,
  ServerEvent,
  TrainingReport,
} from '../../preload/contract/index.ts';

export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly remedy?: string;
}

/** What the server says is the case. Only events change it; the page proposes edits through `api`. */
export interface Session {
  /** connecting: not yet greeted; lost: the server went away and is being tried again; refused: no valid token */
  readonly status: 'connecting' | 'ready' | 'lost' | 'refused';
  readonly folder: string | null;
  readonly revision: number;
  readonly document: ProjectDocument | null;
  readonly history: HistoryState;
  readonly looks: Readonly<Record<string, ClipLook>>;
  readonly jobs: readonly Job[];
  /** frames at hand on the server, by `${clip}/proxy` and `${clip}/comp/${look}` */
  readonly cached: Readonly<Record<string, readonly FrameRange[]>>;
  /** newest report of each model in training */
  readonly training: Readonly<Record<string, TrainingReport>>;
  /** newest step with a preview, by model */
  readonly previews: Readonly<Record<string, number>>;
  /** rises whenever faces of a clip, facesets or models changed: what panels reload by */
  readonly versions: { readonly faces: number; readonly facesets: number; readonly models: number };
  readonly notices: readonly Notice[];
}

const noHistory: HistoryState = { position: 0, length: 0, undo: null, redo: null };

export const useSession = create<Session>(() => ({
  status: 'connecting',
  folder: null,
  revision: 0,
  document: null,
  history: noHistory,
  looks: {},
  jobs: [],
  cached: {},
  training: {},
  previews: {},
  versions: { faces: 0, facesets: 0, models: 0 },
  notices: [],
}));

type Listener = (event: ServerEvent) => void;
const listeners = new Set<Listener>();

/** For parts that need every event, e.g. loss curves. */
export function onServerEvent(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function receive(event: ServerEvent): void {
  useSession.setState((session) => ({ status: 'ready', ...reduce(session, event) }));
  for (const listener of listeners) listener(event);
}

/** Pure: the part of the session that an event changes. */
export function reduce(session: Session, event: ServerEvent): Partial<Session> {
  const { versions } = session;
  switch (event.type) {
    case 'project': {
      const { state } = event;
      const same = state?.folder === session.folder;
      return {
        folder: state?.folder ?? null,
        revision: state?.revision ?? 0,
        document: state?.document ?? null,
        history: state?.history ?? noHistory,
        looks: byClip(state?.looks ?? []),
        versions: {
          faces: versions.faces + 1,
          facesets: versions.facesets + 1,
          models: versions.models + 1,
        },
        ...(same ? {} : { cached: {}, training: {}, previews: {} }),
      };
    }
    case 'patch': {
      // a patch of an older greeting is already in the document
      if (!session.document || event.revision <= session.revision) return {};
      return {
        revision: event.revision,
        document: apply(session.document, event.patches as never) as ProjectDocument,
        history: event.history,
      };
    }
    case 'looks':
      return { looks: { ...session.looks, ...byClip(event.looks) } };
    case 'jobs':
      return { jobs: event.jobs };
    case 'training': {
      const last = event.reports.at(-1);
      return last ? { training: { ...session.training, [event.model]: last } } : {};
    }
    case 'preview':
      return { previews: { ...session.previews, [event.model]: event.step } };
    case 'checkpoint':
      return { versions: { ...versions, models: versions.models + 1 } };
    case 'cache': {
      const key = event.layer === 'proxy' ? `${event.clip}/proxy` : `${event.clip}/comp/${event.look}`;
      return { cached: { ...session.cached, [key]: event.ready } };
    }
    case 'faces':
      return { versions: { ...versions, faces: versions.faces + 1 } };
    case 'facesets':
      return { versions: { ...versions, facesets: versions.facesets + 1 } };
    case 'jobEnded':
      return { versions: { ...versions, models: versions.models + 1 } };
    case 'notice': {
      const { level, text, remedy } = event;
      return { notices: withNotice(session.notices, makeNotice(level, text, remedy)) };
    }
  }
}

let noticeId = 0;
const makeNotice = (level: Notice['level'], text: string, remedy?: string): Notice => ({
  id: ++noticeId,
  level,
  text,
  ...(remedy ? { remedy } : {}),
});

/** What is said again takes the place of what was said before: a corner full of one sentence hides all others. */
const withNotice = (notices: readonly Notice[], notice: Notice): Notice[] => [
  ...notices.filter(({ level, text }) => level !== notice.level || text !== notice.text),
  notice,
];

/** Says something in the corner of the window. */
export function notify(level: Notice['level'], text: string, remedy?: string | null): void {
  const notice = makeNotice(level, text, remedy ?? undefined);
  useSession.setState(({ notices }) => ({ notices: withNotice(notices, notice) }));
}

export function dismiss(id: number): void {
  useSession.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

const byClip = (looks: readonly ClipLook[]): Record<string, ClipLook> =>
  Object.fromEntries(looks.map((look) => [look.clip, look]));

export const clipOf = (session: Session, id: string | null): Clip | null =>
  session.document?.clips.find((clip) => clip.id === id) ?? null;
