import { beforeEach, expect, it } from 'vitest';
import { obstacle, strokeOf, type Work } from './commitStroke.ts';
import { defaultPaint, usePaint, usePaintState } from './paintStore.ts';

const face = { alignment: [0.01, 0, 0, 0, 0.01, 0] } as Work['face'];
const clip = { id: 'plate', in: 2, out: 8 } as Work['clip'];
const work: Work = { clip, frame: 5, track: 1, face };

beforeEach(() => {
  usePaint.setState(defaultPaint);
  usePaintState.setState({ source: null });
});

it('says what stands in the way of painting, and only then', () => {
  expect(obstacle(work, null)).toBeNull();
  expect(obstacle({ ...work, track: null }, 'Train a model first.')).toBe('Train a model first.');
  expect(obstacle({ ...work, face: null }, null)).toMatch(/pin strokes to the plate/);
  expect(obstacle({ ...work, face: null, faces: null }, null)).toMatch(/in a moment/);
  usePaint.setState({ space: 'plate' });
  expect(obstacle({ ...work, face: null }, null)).toBeNull();
  usePaint.setState({ effect: 'clone' });
  expect(obstacle(work, null)).toMatch(/hold alt/);
  const source = { clip: 'plate', space: 'face', point: [0.1, 0.2], offset: null } as const;
  usePaintState.setState({ source });
  expect(obstacle(work, null)).toBeNull();
  expect(obstacle({ ...work, face: null }, null)).toMatch(/source was set on the face/);
  usePaintState.setState({ source: { ...source, clip: 'another' } });
  expect(obstacle(work, null)).toMatch(/hold alt/);
});

it('gives strokes the lifetime that is chosen, at the frame they are painted on', () => {
  const painted = { effect: 'add', shape: 'brush', points: [[10, 10, 1]], offset: null } as const;
  const lived = (kind: (typeof defaultPaint)['lifetime']['kind']) => {
    usePaint.setState({ lifetime: { kind, start: 9, end: 4, fadeIn: 1, fadeOut: 2 } });
    const { start, end, fadeIn, fadeOut } = strokeOf(work, painted).lifetime;
    return [start, end, fadeIn, fadeOut];
  };
  expect(lived('frame')).toEqual([5, 5, 0, 0]);
  expect(lived('range')).toEqual([2, 8, 0, 0]);
  expect(lived('toEnd')).toEqual([5, null, 0, 0]);
  expect(lived('all')).toEqual([null, null, 0, 0]);
  // given the wrong way round
  expect(lived('span')).toEqual([4, 9, 1, 2]);
});
