import { expect, it } from 'vitest';
import type { Clip } from '../../preload/contract/index.ts';
import { goneTrack } from './goneTrack.ts';

const swap = (track: number | null) => ({ track }) as Clip['swap'];
const gone = { from: 2, start: 0, end: 40, to: 0 };

it('says what became of the face that was swapped', () => {
  expect(goneTrack({ swap: swap(2), segments: [gone] }, [{ id: 1 }])).toMatch(/Face 2.*deleted/);
  expect(goneTrack({ swap: swap(2), segments: [{ ...gone, to: 1 }] }, [{ id: 1 }])).toMatch(
    /joined to face 1/,
  );
  expect(goneTrack({ swap: swap(null), segments: [gone] }, [])).toMatch(/Every face.*deleted/);
});

it('says nothing where it is still there, or was never found', () => {
  expect(goneTrack({ swap: swap(1), segments: [gone] }, [{ id: 1 }])).toBeNull();
  expect(goneTrack({ swap: swap(null), segments: [gone] }, [{ id: 1 }])).toBeNull();
  expect(goneTrack({ swap: swap(7), segments: [gone] }, [{ id: 1 }])).toBeNull();
  expect(goneTrack({ swap: swap(2), segments: [] }, [])).toBeNull();
});
