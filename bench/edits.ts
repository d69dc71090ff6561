import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { seededRandom } from '../main/common/index.ts';
import { Project } from '../main/project/index.ts';
import { defaultSettings, type Edit, encodeFloats, type Stroke } from '../preload/contract/index.ts';
import { median } from './median.ts';

const cache = resolve(import.meta.dirname, '..', '.cache', 'bench');
const EDITS = 10_000;
/** Every fifth edit is a stroke; the others are keys, settings, corrections of strokes, markers. */
const STROKE_EVERY = 5;
const POINTS = 200;
const TIMES = 5;
/** Steps back and forth that are timed. */
const STEPS = 60;

/**
 * A project with 10,000 edits of a shot, a fifth of them strokes of 200 points: how long it takes to open
 * again with its whole history, and how long a step back or forth takes until it is safe on the disk.
 *
 * @returns milliseconds and megabytes
 */
export async function benchEdits(): Promise<Record<string, unknown>> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'edits-'));
  try {
    const project = join(folder, 'project');
    const applied = await fill(project);
    const opened: number[] = [];
    // of the processor alone: what it takes on a machine that does nothing else
    const busy: number[] = [];
    for (let turn = 0; turn < TIMES; turn++) {
      const begin = performance.now();
      const before = process.cpuUsage();
      const again = await Project.open(project, { edit: true });
      opened.push(performance.now() - begin);
      const { user, system } = process.cpuUsage(before);
      busy.push((user + system) / 1000);
      if (again.history().entries.length !== EDITS) throw new Error('steps of the history are missing');
      await again.close();
    }
    return {
      edits: EDITS,
      strokes: EDITS / STROKE_EVERY,
      reopenMs: Math.round(median(opened)),
      reopenProcessorMs: Math.round(median(busy)),
      ...applied,
      ...(await stepBackAndForth(project)),
      journalMB: await megabytes(join(project, 'journal.jsonl')),
      documentMB: await megabytes(join(project, 'project.json')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(folder: string): Promise<Record<string, number>> {
  const project = await Project.open(folder, { create: true, edit: true });
  const { id: clip } = await project.addClip(join(folder, 'plate.mp4'), 'abcdef0123456789');
  const use = { model: 'model', checkpoint: null, track: 1, settings: defaultSettings };
  await project.apply({ kind: 'swap.use', clip, use });
  const random = seededRandom(17);
  const spent: number[] = [];
  // the two before are steps of the history too; each its own gesture, as one drag after the other
  for (let at = 2; at < EDITS; at++) {
    const begin = performance.now();
    await project.apply(
      editOf(at, clip, () => random.next()),
      { gesture: `gesture-${at}` },
    );
    spent.push(performance.now() - begin);
  }
  await project.close();
  const last = spent.slice(-1000);
  return { applyMedianMs: round(median(last)), apply95thMs: round(share95(last)) };
}

function editOf(at: number, clip: string, random: () => number): Edit {
  const face = { clip, track: 1 };
  const frame = Math.floor(random() * 5000);
  if (at % STROKE_EVERY === 0) return { kind: 'stroke.add', ...face, stroke: strokeOf(at, frame, random) };
  if (at % STROKE_EVERY === 1) {
    const settings = { ...defaultSettings, opacity: random(), grain: random() };
    return { kind: 'swap.settings', clip, settings };
  }
  if (at % STROKE_EVERY === 2 && at > STROKE_EVERY) {
    const id = `stroke-${Math.floor((random() * at) / STROKE_EVERY + 1) * STROKE_EVERY}`;
    const known = Number(id.slice(7)) < at && Number(id.slice(7)) >= STROKE_EVERY;
    if (known) return { kind: 'stroke.change', ...face, ids: [id], change: { flow: random() } };
  }
  const path = ['matte.erode', 'matte.feather', 'grade.exposure', 'fit.x'][at % 4] as string;
  const set = [{ frame, value: 0.3 * random(), shape: 'smooth' as const, left: null, right: null }];
  return { kind: 'keys.change', ...face, changes: [{ path, remove: [], set }] };
}

function strokeOf(at: number, frame: number, random: () => number): Stroke {
  const points = Array.from({ length: 3 * POINTS }, () => random());
  return {
    ...{ id: `stroke-${at}`, tool: 'add', shape: 'brush', space: 'face', points: encodeFloats(points) },
    ...{ radius: 0.05, hardness: 0.5, flow: 1, pressure: { radius: true, flow: false }, from: null },
    ...{ lifetime: { start: frame, end: frame + 9, fadeIn: 2, fadeOut: 2 }, muted: false, name: '' },
  };
}

async function stepBackAndForth(folder: string): Promise<Record<string, number>> {
  const project = await Project.open(folder, { edit: true });
  const undo: number[] = [];
  const redo: number[] = [];
  const time = async (list: number[], work: () => Promise<unknown>): Promise<void> => {
    const begin = performance.now();
    await work();
    list.push(performance.now() - begin);
  };
  for (let step = 0; step < STEPS; step++) await time(undo, () => project.undo());
  for (let step = 0; step < STEPS; step++) await time(redo, () => project.redo());
  const jump: number[] = [];
  await time(jump, () => project.jump(0));
  await time(jump, () => project.jump(EDITS));
  await project.close();
  return {
    undoMedianMs: round(median(undo)),
    undo95thMs: round(share95(undo)),
    redoMedianMs: round(median(redo)),
    redo95thMs: round(share95(redo)),
    jumpToStartMs: round(jump[0] ?? 0),
    jumpToEndMs: round(jump[1] ?? 0),
  };
}

/** What 95 of 100 stay below. */
const share95 = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[Math.floor(0.95 * list.length)] ?? 0;

const megabytes = async (file: string): Promise<number> => round((await stat(file)).size / 1e6);
const round = (value: number): number => Number(value.toFixed(1));
