import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curveAt, defaultSettings, type Edit, type Key } from '../../preload/contract/index.ts';
import { type Curves, keyOn, nextKeyFrame, type Push, pushed, toggledKey, withValue } from './curves.ts';
import { FaceDraft, type FaceSettings, keyChanges } from './faceDraft.ts';
import { keyId, moved, scaled, without } from './selection.ts';

fc.configureGlobal({ seed: 20_261_123 });

const key = (frame: number, value = frame / 100, shape: Key['shape'] = 'linear'): Key => ({
  ...{ frame, value, shape, left: null, right: null },
});
const frames = (curve: readonly Key[] | undefined): number[] => (curve ?? []).map(({ frame }) => frame);
const curves: Curves = { opacity: [key(0), key(10), key(20)], 'matte.erode': [key(10, 0.1)] };
const all = new Set([keyId('opacity', 10), keyId('opacity', 20), keyId('matte.erode', 10)]);

describe('a curve', () => {
  it('finds its keys and their neighbours', () => {
    const curve = curves.opacity;
    expect([keyOn(curve, 10)?.value, keyOn(curve, 11)]).toEqual([0.1, undefined]);
    expect([nextKeyFrame(curve, 10, 1), nextKeyFrame(curve, 10, -1)]).toEqual([20, 0]);
    expect([nextKeyFrame(curve, 20, 1), nextKeyFrame(curve, 0, -1)]).toEqual([undefined, undefined]);
  });

  it('takes a value on a frame and keeps the form of the key that is there, or goes on as it did', () => {
    const steep = [{ ...key(5, 0.2, 'smooth'), right: 0.5 }, key(9)];
    expect(withValue(steep, 5, 0.7)[0]).toEqual({ ...steep[0], value: 0.7 });
    expect(withValue(steep, 7, 0.7)[1]).toEqual(key(7, 0.7, 'smooth'));
    expect(frames(toggledKey(steep, 9, 0))).toEqual([5]);
    expect(frames(toggledKey([], 4, 0.3))).toEqual([4]);
  });
});

describe('a pushed value', () => {
  const curve = [key(0, 0), key(40, 0.4)];
  const push = (where: Push, frame = 20) =>
    pushed(curve, where, { frame, frames: 41, range: [10, 30], marked: [5, 35] });
  const at = (list: readonly Key[], ...places: number[]): number[] =>
    places.map((frame) => Number(curveAt(list, frame).toFixed(6)));

  it('holds where it is pushed to and leaves the rest', () => {
    expect(at(push('next'), 20, 21, 0, 40)).toEqual([0.2, 0.2, 0, 0.4]);
    expect(at(push('previous'), 19, 20, 0, 40)).toEqual([0.2, 0.2, 0, 0.4]);
    expect(at(push('toEnd'), 0, 20, 30, 40)).toEqual([0, 0.2, 0.2, 0.2]);
    expect(at(push('toStart'), 0, 10, 20, 40)).toEqual([0.2, 0.2, 0.2, 0.4]);
    expect(at(push('everywhere'), 0, 20, 40)).toEqual([0.2, 0.2, 0.2]);
    expect(at(push('range'), 5, 9, 10, 20, 30, 31, 35)).toEqual([0.05, 0.09, 0.2, 0.2, 0.2, 0.31, 0.35]);
    expect(at(push('marked'), 0, 5, 35, 40)).toEqual([0, 0.2, 0.2, 0.4]);
  });

  it('goes nowhere beyond the ends of the clip', () => {
    expect(push('next', 40)).toEqual(curve);
    expect(push('previous', 0)).toEqual(curve);
  });
});

describe('selected keys', () => {
  it('move together, as far as the clip goes, over others', () => {
    const later = moved(curves, all, -10, 30);
    expect(frames(later.curves.opacity)).toEqual([0, 10]);
    expect(later.curves.opacity?.[0]?.value).toBe(0.1);
    expect([...later.selection].sort()).toEqual(['matte.erode@0', 'opacity@0', 'opacity@10']);
    expect(frames(moved(curves, all, 99, 30).curves.opacity)).toEqual([0, 19, 29]);
  });

  it('spread about the first of them and are removed', () => {
    expect(frames(scaled(curves, all, 1.5, 100).curves.opacity)).toEqual([0, 10, 25]);
    expect(frames(scaled(curves, all, 0.5, 100, 'last').curves.opacity)).toEqual([0, 15, 20]);
    expect(without(curves, all)).toEqual({ opacity: [key(0)] });
  });

  it('can be moved there and back when nothing was in the way', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (by) => {
        const there = moved(curves, all, by, 100);
        expect(moved(there.curves, there.selection, -by, 100).curves).toEqual(curves);
      }),
    );
  });
});

describe('changes of keys', () => {
  const anyCurves = fc.dictionary(
    fc.constantFrom('opacity', 'matte.erode', 'grain'),
    fc
      .uniqueArray(fc.nat({ max: 9 }), { minLength: 1 })
      .map((list) => list.sort((a, b) => a - b).map((frame) => key(frame, 0.5))),
  );

  it('say exactly how to come from one state to another', () => {
    fc.assert(
      fc.property(anyCurves, anyCurves, (before, after) => {
        const result: Curves = { ...before };
        for (const { path, remove, set } of keyChanges(before, after)) {
          const gone = new Set([...remove, ...frames(set)]);
          const kept = (result[path] ?? []).filter(({ frame }) => !gone.has(frame));
          result[path] = [...kept, ...set].sort((a, b) => a.frame - b.frame);
          if (result[path].length === 0) delete result[path];
        }
        expect(result).toEqual({ ...after });
        expect(keyChanges(after, after)).toEqual([]);
      }),
    );
  });
});

describe('a draft', () => {
  const face: FaceSettings = { settings: defaultSettings, curves: {} };
  const withKey = (value: number): FaceSettings => ({ ...face, curves: { opacity: [key(3, value)] } });

  it('sends the newest state of each gesture, one edit at a time', async () => {
    const sent: [Edit, string][] = [];
    const answers: ((revision: number) => void)[] = [];
    const send = (edit: Edit, gesture: string): Promise<number> => {
      sent.push([edit, gesture]);
      return new Promise((resolve) => answers.push(resolve));
    };
    let gestures = 0;
    const draft = new FaceDraft('clip', 1, face, send, () => `g${++gestures}`);
    const done = draft.change(withKey(0.1), false);
    for (const value of [0.2, 0.3, 0.4]) void draft.change(withKey(value), value === 0.4);
    void draft.change({ ...withKey(0.4), settings: { ...defaultSettings, grain: 0 } }, true);
    expect(draft.settled(99)).toBe(false);
    while (answers.length < 3) {
      answers.at(-1)?.(answers.length);
      await Promise.resolve();
      await Promise.resolve();
    }
    answers.at(-1)?.(7);
    expect(await done).toBe(true);
    const value = (edit: Edit) => (edit.kind === 'keys.change' ? edit.changes[0]?.set[0]?.value : edit.kind);
    expect(sent.map(([edit, gesture]) => [value(edit), gesture])).toEqual([
      [0.1, 'g1'],
      [0.4, 'g1'],
      ['swap.settings', 'g2'],
    ]);
    expect([draft.settled(6), draft.settled(7)]).toEqual([false, true]);
  });

  it('gives up what was to be sent when the server refuses', async () => {
    const draft = new FaceDraft(
      'clip',
      1,
      face,
      async () => null,
      () => 'g',
    );
    expect(await draft.change(withKey(0.1), true)).toBe(false);
    expect(draft.settled(0)).toBe(true);
  });
});
