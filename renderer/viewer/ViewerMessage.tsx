import { Film, FolderOpen, Unlink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, EmptyState } from '../app/ui/index.ts';
import { runCommand, useCommands } from '../commands/registry.ts';
import { api } from '../state/api.ts';
import { attempt } from '../state/edit.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { useSession } from '../state/session.ts';
import { useView } from '../state/view.ts';
import { useShown } from './shownStore.ts';
import styles from './ViewerMessage.module.css';

/** What the viewer says: instead of a picture, or quietly over it. */
export function ViewerMessage() {
  const hasProject = useSession(({ document }) => document !== null);
  const hasClips = useSession(({ document }) => (document?.clips.length ?? 0) > 0);
  const clip = usePlayback((playback) => playback.clip);
  const missing = useMedia((state) => (clip === null ? undefined : state.missing[clip]));

  if (!hasProject)
    return (
      <Cover>
        <EmptyState
          icon={FolderOpen}
          title="No project is open"
          text="Open or make one from the File menu."
        />
      </Cover>
    );
  if (clip === null)
    return (
      <Cover>
        <EmptyState
          icon={Film}
          title={hasClips ? 'No clip is chosen' : 'Import footage'}
          text={
            hasClips
              ? 'Choose one in the browser.'
              : 'Drop files anywhere in the window, or choose File > Import. A source shows the performer, a plate is the shot to change.'
          }
          {...(hasClips ? {} : importAction())}
        />
      </Cover>
    );
  if (missing)
    return (
      <Cover>
        <EmptyState icon={Unlink} title={missing.message} text={missing.remedy} />
      </Cover>
    );
  return (
    <>
      <FrameNote />
      <LateNote />
    </>
  );
}

function Cover({ children }: { readonly children: React.ReactNode }) {
  return <div className={styles.cover}>{children}</div>;
}

const IMPORT = 'project.import';

function importAction() {
  const command = useCommands.getState().commands.get(IMPORT);
  return command ? { action: { label: command.title, run: () => void runCommand(IMPORT) } } : {};
}

/** Why the picture is not what was asked for: one calm line at its foot. */
function FrameNote() {
  const clip = usePlayback((playback) => playback.clip);
  const failure = useShown((shown) => shown.failure);
  const asked = useView((view) => (view.matte === 'alone' ? 'matte' : view.layer));
  const faces = useMedia((state) => (clip === null ? undefined : state.faces[clip]));
  const overlays = useView(
    ({ overlays: { box, landmarks, name, pose } }) => box || landmarks || name || pose,
  );
  const job = useSession(({ jobs }) =>
    jobs.find(
      (one) => one.kind === 'analyze' && one.clip === clip && /queued|running|paused/.test(one.state),
    ),
  );
  const lost = useSession(({ status }) => status === 'lost');
  if (lost) return null;
  if (failure) return <Note title={failure.message} text={failure.remedy} tone="warning" />;
  if (clip === null || faces === undefined) return null;

  const wantsFaces = overlays || asked !== 'plate';
  if (job && wantsFaces) {
    const { progress, state } = job;
    const share = progress && progress.total > 0 ? Math.floor((100 * progress.done) / progress.total) : null;
    const text = state === 'queued' ? 'waiting for its turn' : share === null ? 'beginning' : `${share} %`;
    return <Note title={`Finding faces: ${text}`} text={null} />;
  }
  if (faces === null && wantsFaces)
    return (
      <Note title="The faces in this clip are not found yet" text={null}>
        <Button kind="quiet" onClick={() => void attempt(() => api.jobs.analyze.mutate({ clip }))}>
          Find faces
        </Button>
      </Note>
    );
  return null;
}

interface NoteProperties {
  readonly title: string;
  readonly text: string | null;
  readonly tone?: 'info' | 'warning';
  readonly children?: React.ReactNode;
}

function Note({ title, text, tone = 'info', children }: NoteProperties) {
  return (
    <div className={styles.note} data-tone={tone} role="status">
      <span className={styles.title}>{title}</span>
      {text && <span className={styles.text}>{text}</span>}
      {children}
    </div>
  );
}

/** Milliseconds a picture may be on its way before that is said. */
const LATE_MS = 200;

/**
 * Whether something has lasted: what passes sooner puts nothing into the page. An element that only fades in
 * would be laid out, and drawn with every frame of the screen, at each step of a slider.
 */
function useLasting(what: number | null, ms: number): boolean {
  const [lasted, setLasted] = useState<number | null>(null);
  useEffect(() => {
    if (what === null) return;
    const timer = setTimeout(() => setLasted(what), ms);
    return () => {
      clearTimeout(timer);
      setLasted(null);
    };
  }, [what, ms]);
  return what !== null && lasted === what;
}

/** The picture on the screen is of another frame; said only once it lasts. */
function LateNote() {
  const asked = useShown((shown) => shown.asked);
  const frame = useShown((shown) => shown.set?.frame ?? null);
  const failure = useShown((shown) => shown.failure !== null);
  const complete = useShown((shown) => shown.complete);
  const playing = usePlayback(({ speed }) => speed !== 0);
  // the wait begins anew with every frame asked for
  const late = useLasting(complete || failure || playing ? null : asked, LATE_MS);
  if (!late) return null;
  return (
    <span className={styles.late}>
      {frame === null
        ? 'Fetching the picture'
        : frame === asked
          ? 'Fetching a layer'
          : `Still frame ${frame}`}
    </span>
  );
}
