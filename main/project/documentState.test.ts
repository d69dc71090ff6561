import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProjectDocument as Schema } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import { type Change, DocumentState } from './documentState.ts';
import { type Action, anyAction, documentWithClips } from './editFixture.ts';
import { EditHistory } from './editHistory.ts';
import { JournalLine } from './journalLine.ts';
import { patched } from './patches.ts';
import type { Edit, ProjectDocument } from './schema.ts';

const context = { frameCount: () => 25 };
const facts = ['consent', 'renders'] as const;

function propose(state: DocumentState, action: Action): Change | undefined {
  const { position, length } = state.history;
  if (action.do === 'edit') return state.propose(action.edit, action.gesture, context);
  if (action.do === 'jump') return state.proposeMove('jump', Math.round(action.share * length));
  if (action.do === 'undo') return state.proposeMove('undo', Math.max(0, position - 1));
  return state.proposeMove('redo', Math.min(length, position + 1));
}

/** Plays the actions; those that make no sense must leave everything as it was. @returns the journal */
function play(state: DocumentState, actions: readonly Action[]): JournalLine[] {
  const lines: JournalLine[] = [];
  for (const action of actions) {
    const before = state.document;
    try {
      const change = propose(state, action);
      if (!change) continue;
      expect(patched(before, change.patches)).toEqual(change.next);
      state.commit(change);
      lines.push(change.line);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect(state.document).toBe(before);
    }
  }
  return lines;
}

const withoutFacts = (document: ProjectDocument): Partial<ProjectDocument> => {
  const copy: Partial<ProjectDocument> = structuredClone(document);
  for (const fact of facts) delete copy[fact];
  return copy;
};

describe('any sequence of edits', () => {
  const actions = fc.array(anyAction, { maxLength: 40 });

  it('keeps the document valid, can be undone to the first state and done again', () => {
    fc.assert(
      fc.property(actions, (sequence) => {
        const first = documentWithClips();
        const state = new DocumentState(first, 0);
        play(state, sequence);
        const last = state.document;
        expect(Schema.parse(last)).toEqual(last);
        play(state, [{ do: 'jump', share: 1 }]);
        const latest = state.document;
        const steps = state.history.length;
        for (let step = 0; step < steps; step++) play(state, [{ do: 'undo' }]);
        expect(withoutFacts(state.document)).toEqual(withoutFacts(first));
        for (const fact of facts) expect(state.document[fact]).toEqual(last[fact]);
        for (let step = 0; step < steps; step++) play(state, [{ do: 'redo' }]);
        expect(state.document).toEqual(latest);
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  it('can be gone through to any point and back, until something else is done from there', () => {
    const anyEdits = fc.array(
      anyAction.filter((action) => action.do === 'edit'),
      { maxLength: 30 },
    );
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyEdits, shares, anyEdits, (sequence, places, others) => {
        const state = new DocumentState(documentWithClips(), 0);
        /** the document at each point of the history, as it was when that was reached */
        const points = [state.document];
        const record = (edits: readonly Action[]): void => {
          for (const action of edits) {
            const before = state.history.position;
            play(state, [action]);
            const { position } = state.history;
            // what lay ahead is gone; facts, and what makes no sense, leave it there
            if (position !== before) points.length = position;
            points[position] = state.document;
          }
        };
        record(sequence);
        for (const share of places) {
          const to = Math.round(share * state.history.length);
          play(state, [{ do: 'jump', share }]);
          expect(state.history.position).toBe(to);
          expect(state.history.length).toBe(points.length - 1);
          expect(withoutFacts(state.document)).toEqual(withoutFacts(points[to]));
        }
        record(others);
        expect(state.history.length).toBe(points.length - 1);
        for (let to = 0; to < points.length; to++) {
          const change = state.proposeMove('jump', to);
          if (change) state.commit(change);
          expect(withoutFacts(state.document)).toEqual(withoutFacts(points[to]));
        }
      }),
      { seed: 13, numRuns: 100 },
    );
  });

  it('is told the same by its journal', () => {
    fc.assert(
      fc.property(actions, (sequence) => {
        const first = documentWithClips();
        const state = new DocumentState(first, 5);
        const lines = play(state, sequence);
        const history = new EditHistory();
        let document = first;
        for (const written of lines) {
          const line = JournalLine.parse(JSON.parse(JSON.stringify(written)));
          document = patched(document, line.kind === 'edit' ? line.patches : history.patchesTo(line.to));
          history.add(line);
        }
        expect(document).toEqual(state.document);
        expect(state.revision).toBe(5 + lines.length);
        expect(history.entries()).toEqual(state.history.entries());
        expect(history.state()).toEqual(state.history.state());
      }),
      { seed: 12, numRuns: 150 },
    );
  });
});

describe('the history', () => {
  const start = (): DocumentState => new DocumentState(documentWithClips(), 0);
  const edit = (state: DocumentState, change: Edit, gesture?: string): void => {
    const proposed = state.propose(change, gesture, context);
    if (proposed) state.commit(proposed);
  };
  const rename = (name: string): Edit => ({ kind: 'project.rename', name });
  const move = (state: DocumentState, kind: 'undo' | 'redo', to: number): void => {
    const change = state.proposeMove(kind, to);
    if (change) state.commit(change);
  };

  it('takes a drag for one entry, which ends when another edit or a step comes between', () => {
    const state = start();
    for (const name of ['One', 'Two', 'Three']) edit(state, rename(name), 'drag');
    expect(state.history.state()).toEqual({ position: 1, length: 1, undo: 'Rename project', redo: null });
    expect(state.history.entries()[0].id).toBe(3);
    move(state, 'undo', 0);
    expect(state.document.name).toBe('Shot 12');
    move(state, 'redo', 1);
    edit(state, rename('Four'), 'drag');
    expect(state.history.length).toBe(2);
  });

  it('forgets what was undone when something else is done instead', () => {
    const state = start();
    edit(state, rename('One'));
    edit(state, rename('Two'));
    move(state, 'undo', 1);
    edit(state, rename('Three'));
    expect(state.history.state()).toMatchObject({ position: 2, length: 2, redo: null });
  });

  it('keeps what can be redone when a job notes a film, and keeps the film when all is undone', () => {
    const state = start();
    edit(state, rename('One'));
    move(state, 'undo', 0);
    const render = {
      ...{ id: 'film-1', clip: state.document.clips[0].id, path: '/a.mp4', label: 'H.264', model: null },
      ...{ checkpoint: null, start: 0, end: 5, made: '2026-11-22T12:00:00.000Z' },
    };
    edit(state, { kind: 'render.add', render });
    expect(state.history.state()).toMatchObject({ position: 0, length: 1, redo: 'Rename project' });
    move(state, 'redo', 1);
    expect(state.document).toMatchObject({ name: 'One', renders: [render] });
  });

  it('notes nothing for an edit that changes nothing', () => {
    const state = start();
    const { id } = state.document.clips[0];
    expect(state.propose({ kind: 'clip.role', clip: id, role: 'unset' }, undefined, context)).toBeUndefined();
    expect(state.propose(rename('Shot 12'), undefined, context)).toBeUndefined();
  });

  it('writes little for a marker set before a thousand others', () => {
    const state = start();
    const clip = state.document.clips[0].id;
    const marker = (n: number, frame: number): Edit => ({
      kind: 'marker.add',
      clip,
      marker: { id: `mark-${n}`, frame, label: '', colour: 'red' },
    });
    for (let n = 0; n < 1000; n++) edit(state, marker(n, 20));
    const { line } = state.propose(marker(1000, 3), undefined, context) as Change;
    expect(JSON.stringify(line).length).toBeLessThan(700);
  });
});
