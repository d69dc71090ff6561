import { beforeEach, expect, it } from 'vitest';
import { Clip, frameKey, noWork, type Stroke } from '../../../preload/contract/index.ts';
import { useSession } from '../../state/session.ts';
import { useShown } from '../../viewer/index.ts';
import { Arrivals } from './arrivals.ts';

const stroke = { id: 's1', tool: 'add', shape: 'all', muted: false } as Stroke;
const lifetime = { start: null, end: null, fadeIn: 0, fadeOut: 0 };
const plain = Clip.parse({
  id: 'plate',
  path: 'plate.mp4',
  contentHash: '0123456789',
  name: 'plate.mp4',
  role: 'plate',
  in: null,
  out: null,
  timecode: null,
  markers: [],
  tracks: [],
  work: [],
  segments: [],
  swap: { model: 'm', checkpoint: null, track: null, settings: {} },
});
const painted: Clip = { ...plain, work: [{ ...noWork(1), strokes: [{ ...stroke, lifetime }] }] };
const look = { clip: 'plate', key: 'look', track: 1, reason: null, checkpoint: null };

function document(clip: Clip): void {
  useSession.setState({ document: { clips: [clip] } as never, looks: { plate: look as never } });
}

function show(clip: Clip, frame: number): void {
  const address = { clip: 'plate', layer: 'comp', look: frameKey(look as never, clip, frame), frame };
  const set = { clip: 'plate', frame, main: { address }, other: null, overlay: null };
  useShown.setState({ set: set as never, asked: frame, complete: true, failure: null });
}

let gone: string[];
let arrivals: Arrivals;
beforeEach(() => {
  gone = [];
  arrivals?.close();
  document(plain);
  show(plain, 4);
  arrivals = new Arrivals((id) => gone.push(id));
  arrivals.wait('s1', { clip: 'plate', track: 1, frame: 4 });
});

it('keeps a trace until the picture of the frame is the one with the stroke', () => {
  show(plain, 4);
  expect(gone).toEqual([]);
  document(painted);
  expect(gone).toEqual([]);
  show(painted, 4);
  expect(gone).toEqual(['s1']);
});

it('lets it go when the stroke is undone before its picture came', () => {
  document(painted);
  document(plain);
  expect(gone).toEqual(['s1']);
});

it('lets it go when the artist looks at another frame', () => {
  show(plain, 5);
  expect(gone).toEqual(['s1']);
});
