import { describe, expect, it } from 'vitest';
import {
  decodeFloats,
  defaultSettings,
  encodeFloats,
  type FaceWork,
  type Key,
  noWork,
  type Stroke,
} from '../../preload/contract/index.ts';
import { fitWords } from '../strokes/plateSpace.ts';
import { copyFrame, copyKeys, pasteFrame, valuesToPaste, withPasted } from './clipboard.ts';
import type { Curves } from './curves.ts';
import type { FaceSettings } from './faceDraft.ts';
import { isEmptyPaste, liesOnPlate, onlyParts, partWords, pasteFace, pasteParts } from './pasteFace.ts';
import { keyId } from './selection.ts';

let ids = 0;
const newId = (): string => `new-${++ids}`;
const key = (frame: number, value = frame / 100): Key => ({
  ...{ frame, value, shape: 'linear', left: null, right: null },
});
const frames = (curve: readonly Key[] | undefined): number[] => (curve ?? []).map(({ frame }) => frame);
const stroke = (
  id: string,
  start: number | null,
  end: number | null,
  more: Partial<Stroke> = {},
): Stroke => ({
  ...{ id, tool: 'add', shape: 'all', space: 'face', points: '', radius: 0.1, hardness: 1, flow: 1 },
  ...{ pressure: { radius: false, flow: false }, from: null, muted: false, name: '' },
  lifetime: { start, end, fadeIn: 0, fadeOut: 0 },
  ...more,
});
const pinned = stroke('pinned', 4, 40, {
  ...{ shape: 'brush', space: 'plate', tool: 'clone', radius: 20, from: [10, -4] },
  points: encodeFloats([100, 50, 1, 200, 100, 0.5]),
});
const size = { width: 200, height: 100 };
const to = { clip: 'other', track: 2, frames: 30, size };
const curves: Curves = { opacity: [key(0), key(10), key(20)], 'matte.erode': [key(10, 0.1)] };

describe('copied keys', () => {
  it('begin where they are pasted and end with the clip', () => {
    const all = new Set([keyId('opacity', 10), keyId('opacity', 20), keyId('matte.erode', 10)]);
    const copied = copyKeys(curves, all);
    if (copied?.kind !== 'keys') throw new Error('nothing was copied');
    const pasted = withPasted({}, copied, 5, 12);
    expect([frames(pasted.opacity), frames(pasted['matte.erode'])]).toEqual([[5], [5]]);
    expect(pasted.opacity?.[0]?.value).toBe(0.1);
    expect(copyKeys(curves, new Set())).toBeNull();
  });
});

describe('a copied frame', () => {
  const work: FaceWork = {
    ...noWork(1),
    keys: { opacity: [key(0, 0), key(10, 1)] },
    strokes: [stroke('a', 4, 6), stroke('b', 8, 8), pinned],
    landmarks: [{ frame: 5, before: 3, after: 3, offsets: 'AAAA', landmarks: 'BBBB' }],
    absent: [[5, 7]],
  };
  const face: FaceSettings = { settings: defaultSettings, curves: work.keys };
  const copied = copyFrame(face, work, 5, size);

  it('says only what differs', () => {
    expect(valuesToPaste(copied, face, 5)).toEqual([]);
    expect(valuesToPaste(copied, face, 7)).toEqual([['opacity', 0.5]]);
  });

  it('lays strokes, what was pulled, and absence on one other frame', () => {
    const edit = pasteFrame(copied, undefined, to, 20, newId);
    const lifetime = { start: 20, end: 20, fadeIn: 0, fadeOut: 0 };
    expect(edit).toMatchObject({ clip: 'other', track: 2, strokes: [{ lifetime }, { lifetime }] });
    expect(edit.landmarks).toEqual([{ frame: 20, before: 3, after: 3, offsets: 'AAAA', landmarks: null }]);
    expect(edit.absence).toEqual([{ start: 20, end: 21, absent: true }]);
    const there = pasteFrame(
      copyFrame(face, work, 8, size),
      { ...noWork(2), absent: [[0, 30]] },
      to,
      20,
      newId,
    );
    expect(there.absence).toEqual([{ start: 20, end: 21, absent: false }]);
    expect(pasteFrame(copied, { ...noWork(2), absent: [[0, 30]] }, to, 20, newId).absence).toEqual([]);
  });

  it('lays no stroke on twice that reaches the other frame itself', () => {
    expect(pasteFrame(copied, work, to, 6, newId).strokes.map(({ points }) => points)).toEqual([]);
    expect(pasteFrame(copied, work, to, 7, newId).strokes.map(({ space }) => space)).toEqual(['face']);
  });

  it('scales what is pinned to the plate to another plate', () => {
    const larger = { ...to, size: { width: 400, height: 200 } };
    const [face, plate] = pasteFrame(copied, undefined, larger, 20, newId).strokes;
    expect(face).toMatchObject({ radius: 0.1, points: '' });
    expect(plate).toMatchObject({ radius: 40, from: [20, -8] });
    expect([...decodeFloats(plate?.points ?? '')]).toEqual([200, 100, 1, 400, 200, 0.5]);
  });
});

describe('everything of a face', () => {
  const bar = stroke('bar', null, null, { shape: 'area', space: 'plate', points: encodeFloats([0, 0, 1]) });
  const work: FaceWork = {
    track: 1,
    keys: { opacity: [key(3), key(40)], grain: [key(50)] },
    strokes: [stroke('a', 4, 60), pinned, stroke('late', 90, 99)],
    occluders: [
      {
        ...{ id: 'object', name: 'Bar', muted: false, start: 2, end: 50, feather: 2 },
        keys: [5, 45].map((frame) => ({ frame, strokes: [bar] })),
      },
    ],
    landmarks: [
      { frame: 6, before: 1, after: 1, offsets: 'AAAA', landmarks: 'BBBB' },
      { frame: 8, before: 1, after: 1, offsets: null, landmarks: 'BBBB' },
      { frame: 70, before: 1, after: 1, offsets: 'AAAA', landmarks: null },
    ],
    absent: [
      [20, 35],
      [40, 44],
    ],
    matteFile: { path: '../mattes/%04d.png', start: 3, mode: 'multiply' },
  };
  const theirs: Curves = { opacity: [key(7)], blur: [key(1)] };
  const paste = pasteFace({ work, settings: null, size }, theirs, to, newId);

  it('goes along as far as the other clip reaches, keys in place of its own', () => {
    const { edit } = paste;
    expect(edit.keys).toEqual([{ path: 'opacity', remove: [7], set: [key(3)] }]);
    expect(edit.strokes.map(({ lifetime }) => [lifetime.start, lifetime.end])).toEqual([
      [4, 29],
      [4, 29],
    ]);
    expect(edit.occluders).toMatchObject([{ start: 2, end: 29, feather: 2, keys: [{ frame: 5 }] }]);
    expect(edit.landmarks).toEqual([{ ...work.landmarks[0], landmarks: null }]);
    expect(edit.absence).toEqual([{ start: 20, end: 30, absent: true }]);
    expect(edit.matteFile).toBe(work.matteFile);
    // two keys, a stroke and a correction begin later; one face was detected again
    expect(paste).toMatchObject({ beyond: 4, detected: 1 });
    const known = [...work.strokes, ...work.occluders].map(({ id }) => id);
    expect([...edit.strokes, ...edit.occluders].filter(({ id }) => known.includes(id))).toEqual([]);
  });

  it('keeps what was painted of an object as it is in the same clip, where it has been followed', () => {
    expect(paste.edit.occluders[0]?.keys[0]).toBe(work.occluders[0]?.keys[0]);
  });

  it('is scaled by the width, about the middle, onto a plate of another shape', () => {
    const other = { width: 400, height: 240 };
    const { edit } = pasteFace({ work, settings: null, size }, {}, { ...to, size: other }, newId);
    expect([...decodeFloats(edit.strokes[1]?.points ?? '')]).toEqual([200, 120, 1, 400, 220, 0.5]);
    const painted = edit.occluders[0]?.keys[0]?.strokes[0]?.points ?? '';
    expect([...decodeFloats(painted)]).toEqual([0, 20, 1]);
    expect(edit.occluders[0]?.feather).toBe(4);
    expect(liesOnPlate(edit)).toBe(true);
    expect(fitWords(size, other)).toContain('shape of the picture');
    expect(fitWords(size, { width: 400, height: 200 })).toBe('scaled from 200 × 100 to 400 × 200');
    expect(fitWords(size, size)).toBeNull();
  });

  it('is said part by part, and pasted so', () => {
    const { edit } = pasteFace({ work, settings: defaultSettings, size }, theirs, to, newId);
    expect(pasteParts.map((part) => partWords(edit, part))).toEqual([
      'Settings of the whole clip',
      '1 key of 1 number',
      '2 strokes',
      '1 object before the face',
      '1 landmark correction',
      'Absent on 10 frames',
      'Matte file %04d.png',
    ]);
    const only = onlyParts(edit, new Set(['absence']));
    expect(only).toMatchObject({ absence: edit.absence, keys: [], strokes: [], settings: null });
    expect([isEmptyPaste(only), isEmptyPaste(onlyParts(edit, new Set()))]).toEqual([false, true]);
  });
});
