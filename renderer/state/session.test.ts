import { describe, expect, it } from 'vitest';
import type { ProjectDocument, ProjectState, ServerEvent } from '../../preload/contract/index.ts';
import { reduce, type Session, useSession } from './session.ts';

const empty = useSession.getInitialState();
const history = { position: 0, length: 0, undo: null, redo: null };
const project = { name: 'A', clips: [{ id: 'c', name: 'one' }] } as unknown as ProjectDocument;
const opened = (folder: string, revision = 5): ServerEvent => ({
  type: 'project',
  state: { folder, revision, document: project, history, looks: [] } satisfies ProjectState,
});
function seen(...events: ServerEvent[]): Session {
  let session = empty;
  for (const event of events) session = { ...session, ...reduce(session, event) };
  return session;
}
const renamed = (revision: number, name: string): ServerEvent => ({
  type: 'patch',
  revision,
  patches: [{ op: 'replace', path: ['clips', 0, 'name'], value: name }],
  history: { ...history, undo: 'Rename' },
});

describe('the session', () => {
  it('follows the document by patches, in order', () => {
    const session = seen(opened('/p'), renamed(6, 'two'), renamed(7, 'three'));
    expect(session.document?.clips[0]?.name).toBe('three');
    expect([session.revision, session.history.undo]).toEqual([7, 'Rename']);
    expect(project.clips[0]?.name).toBe('one');
  });

  it('ignores patches that the greeting already held, and any without a project', () => {
    expect(seen(opened('/p'), renamed(5, 'stale')).document?.clips[0]?.name).toBe('one');
    expect(seen(renamed(1, 'nowhere')).document).toBeNull();
  });

  it('forgets what belonged to another project, and nothing when the same comes back', () => {
    const cache: ServerEvent = { type: 'cache', clip: 'c', layer: 'proxy', look: '', ready: [[0, 9]] };
    expect(seen(opened('/p'), cache, opened('/p')).cached).toEqual({ 'c/proxy': [[0, 9]] });
    expect(seen(opened('/p'), cache, opened('/q')).cached).toEqual({});
    expect(seen(opened('/p'), { type: 'project', state: null }).document).toBeNull();
  });

  it('keeps the frames of each look apart', () => {
    const comp = (look: string): ServerEvent => ({
      type: 'cache',
      clip: 'c',
      layer: 'comp',
      look,
      ready: [],
    });
    expect(Object.keys(seen(comp('k1'), comp('k2')).cached)).toEqual(['c/comp/k1', 'c/comp/k2']);
  });

  it('raises the version of what panels have to load again', () => {
    const { faces, facesets, models } = empty.versions;
    const session = seen(
      { type: 'faces', clip: 'c' },
      { type: 'facesets' },
      { type: 'checkpoint', model: 'm', step: 10 },
    );
    expect(session.versions).toEqual({ faces: faces + 1, facesets: facesets + 1, models: models + 1 });
  });

  it('keeps the newest report of each model and says notices in order, the same one once', () => {
    const report = (step: number) => ({
      step,
      loss: 1,
      lossSource: 1,
      lossPlate: 1,
      learningRate: 1,
      seconds: 1,
    });
    const session = seen(
      { type: 'training', model: 'm', reports: [report(1), report(2)] },
      { type: 'training', model: 'm', reports: [] },
      { type: 'notice', level: 'error', text: 'second', remedy: 'do that' },
      { type: 'notice', level: 'info', text: 'first' },
      { type: 'notice', level: 'error', text: 'second', remedy: 'do this' },
    );
    expect(session.training.m?.step).toBe(2);
    expect(session.notices.map(({ text, remedy }) => [text, remedy])).toEqual([
      ['first', undefined],
      ['second', 'do this'],
    ]);
  });
});
