import { api, explain } from '../state/api.ts';
import { attempt } from '../state/edit.ts';
import { useSession } from '../state/session.ts';
import { type Change, emptyState, showing, useFacesets, withInclude } from './facesetStore.ts';
import { nothing } from './selection.ts';
import { noFilter } from './wallOrder.ts';
import { roleOf } from './wallWords.ts';

/** Changes on their way to the server. What it says in between is older than what the page shows. */
let underWay = 0;
let newest = 0;
/** Milliseconds in which news are gathered: a change is told by its answer and by an event. */
const GATHER = 120;
let gathering: ReturnType<typeof setTimeout> | undefined;

/** Asks for the sets and the faces of the chosen one soon. */
export function refreshSoon(): void {
  clearTimeout(gathering);
  gathering = setTimeout(() => void refresh(), GATHER);
}

/** Asks for the sets and the faces of the chosen one. */
export async function refresh(): Promise<void> {
  const { folder } = useSession.getState();
  if (folder !== useFacesets.getState().folder) useFacesets.setState({ ...emptyState, folder });
  if (folder === null || underWay > 0) return;
  const mine = ++newest;
  const current = (): boolean => mine === newest && underWay === 0;
  try {
    const sets = await api.facesets.list.query();
    if (!current()) return;
    const { chosen } = useFacesets.getState();
    const kept = sets.some(({ name }) => name === chosen) ? chosen : null;
    const clips = useSession.getState().document?.clips ?? [];
    const first = sets.find((info) => roleOf(info, clips) === 'source') ?? sets[0];
    const faceset = kept ?? first?.name ?? null;
    useFacesets.setState({ sets, chosen: faceset, ...(faceset === chosen ? {} : { faces: null }) });
    if (faceset === null) return;
    const faces = await api.facesets.faces.query({ faceset });
    if (current()) showing(() => useFacesets.setState({ faces, error: null }));
  } catch (error) {
    if (current()) useFacesets.setState({ error: explain(error) });
  }
}

export function choose(faceset: string): void {
  if (faceset === useFacesets.getState().chosen) return;
  const { filter } = useFacesets.getState();
  useFacesets.setState({
    chosen: faceset,
    faces: null,
    error: null,
    selection: nothing,
    // a pose means the same in every set; what else narrowed the wall was about this one
    filter: { ...noFilter, pose: filter.pose },
  });
  void refresh();
}

/**
 * Includes faces in training or leaves them out, at once on the page and then in the project.
 *
 * @param ids faces of the chosen set; those that are so already are left alone
 */
export async function changeInclude(ids: readonly string[], include: boolean): Promise<void> {
  const { chosen, faces } = useFacesets.getState();
  if (chosen === null || !faces) return;
  const wanted = new Set(ids);
  const turned = faces.filter((face) => wanted.has(face.id) && face.include !== include);
  if (turned.length === 0) return;
  await send({ faceset: chosen, ids: turned.map(({ id }) => id), include }, true);
}

/** Takes the last change back. */
export async function undoChange(): Promise<void> {
  const { lastChange } = useFacesets.getState();
  if (lastChange) await send({ ...lastChange, include: !lastChange.include }, false);
}

async function send(change: Change, offerUndo: boolean): Promise<void> {
  const { faceset, ids, include } = change;
  turn(change);
  useFacesets.setState({ lastChange: offerUndo ? change : null });
  underWay++;
  const done = await attempt(() => api.facesets.setInclude.mutate({ faceset, ids: [...ids], include }));
  underWay--;
  if (!done) {
    turn({ ...change, include: !include });
    if (useFacesets.getState().lastChange === change) useFacesets.setState({ lastChange: null });
  }
  refreshSoon();
}

/** The change on the page, where its set is still the one that is shown. */
function turn({ faceset, ids, include }: Change): void {
  const { chosen, faces } = useFacesets.getState();
  if (chosen !== faceset || !faces) return;
  const turned = withInclude(faces, new Set(ids), include);
  showing(() => useFacesets.setState({ faces: turned }));
}
