import { loadavg } from 'node:os';
import type { Browser, Page } from 'playwright';
import type { SwappedProject } from '../e2e/editor/viewerProject.ts';
import {
  type Edit,
  encodeFloats,
  LANDMARKS,
  type ProjectState,
  type Stroke,
} from '../preload/contract/index.ts';
import { type EditRecord, editAndLook, expectChange, waitForComp, watchDraws, whatCame } from './handPage.ts';
import { rounded } from './rounded.ts';
import { percentile, spread } from './spread.ts';
import { onSwappedProject, watchedPage } from './swappedPage.ts';

/** 1080p; the square of the face is then about 480 pixels wide, the face itself 400 */
const PLATE = 'scale=958:-2:flags=lanczos,pad=1920:1080:(ow-iw)/2:(oh-ih)/2:0x505860';
const FRAMES = 40;
/** the frame that is worked on, with all that its averages reach on either side */
const FRAME = 20;
/** Edits of each kind, after the first few that warm everything up. */
const EDITS = 40;
const WARM = 5;
/** Milliseconds between two edits, as while a slider is dragged. */
const PACE = 60;
/** Milliseconds after which the playhead counts as resting and the better picture has come. */
const REST = 900;
/** Milliseconds in which the frames around are prepared. */
const PREPARED = 12_000;
const STROKE_POINTS = 200;

/**
 * Work by hand in the real page against the real server: a 1080p plate with a face of about 400 px, its
 * network results kept. Sliders, undo and redo are counted from the pointer's and the key's event, strokes and
 * landmarks from the edit's request; all to the changed pixels on the canvas.
 *
 * @returns milliseconds of sliders, strokes, landmarks, undo and redo, and of their stages
 */
export async function benchHand(): Promise<Record<string, unknown>> {
  return onSwappedProject('hand', [FRAMES, 360, PLATE], measureHand);
}

/** What `benchHand` measures, of a project that is served. */
export async function measureHand(
  project: SwappedProject,
  browser: Browser,
): Promise<Record<string, unknown>> {
  const load = rounded(loadavg()[0] ?? 0, 1);
  const page = await watchedPage(browser, watchDraws);
  await page.goto(project.editor.address);
  await page.getByText('plate.mp4').first().click();
  await page.getByRole('button', { name: 'Fit', exact: true }).click();
  // keys mean nothing before there is a picture
  await page.evaluate(waitForComp, 0);
  for (let i = 0; i < FRAME; i++) await page.keyboard.press('ArrowRight');
  await page.evaluate(waitForComp, FRAME);
  // what lies around is prepared as well
  await page.waitForTimeout(PREPARED);

  const face = await faceOf(project);
  const sliders = {
    matte: await slide(page, 'Matte', 'Feather', 1),
    colour: await slide(page, 'Colour', 'Strength', -1),
    fit: await slide(page, 'Fit', 'Move X', 1),
    grade: await slide(page, 'Grade', 'Exposure', 1),
  };
  const strokes = await series(page, STROKE_EDITS, (i) => ({
    kind: 'stroke.add',
    clip: project.plate,
    track: face.track,
    stroke: stroke(i),
  }));
  const history = await undoRedo(page);
  const landmarks = await series(page, LANDMARK_EDITS, (i) => ({
    kind: 'landmarks.change',
    clip: project.plate,
    track: face.track,
    remove: [],
    set: [{ frame: FRAME, before: 6, after: 6, offsets: moved(i), landmarks: null }],
  }));
  return {
    face_square_px: Math.round(face.side),
    // others' work on the machine, without which no figure can be judged
    load_before_and_after: [load, rounded(loadavg()[0] ?? 0, 1)],
    slider_ms: sliders,
    stroke_ms: strokes,
    landmark_ms: landmarks,
    ...history,
  };
}

const STROKE_EDITS = 20;
const LANDMARK_EDITS = 20;

/**
 * Drags a number of the inspector, all steps one gesture: sideways over its field, where every other pixel is a
 * step of it.
 *
 * @param direction 1: to the right, -1: to the left
 */
async function slide(
  page: Page,
  group: string,
  label: string,
  direction: number,
): Promise<Record<string, unknown>> {
  const field = page.getByRole('region', { name: group }).getByRole('textbox', { name: label, exact: true });
  await field.scrollIntoViewIfNeeded();
  const box = await field.boundingBox();
  if (!box) throw new Error(`the inspector shows no ${label}`);
  const y = box.y + box.height / 2;
  let x = box.x + box.width / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  // beyond the slop of a press
  x += 4 * direction;
  await page.mouse.move(x, y);
  await page.waitForTimeout(REST);
  const records: EditRecord[] = [];
  for (let i = 0; i < WARM + EDITS; i++) {
    x += 2 * direction;
    await page.evaluate(expectChange, 'pointermove' as const);
    await page.mouse.move(x, y);
    records.push(await page.evaluate(whatCame));
    await page.waitForTimeout(PACE);
  }
  await page.mouse.up();
  // keys go to the editor again, not to the field
  await field.blur();
  await page.waitForTimeout(REST);
  return stages(records.slice(WARM));
}

/** The same kind of edit again and again, at the pace of a hand that drags; the first few warm up. */
async function series(
  page: Page,
  edits: number,
  edit: (i: number) => Edit,
): Promise<Record<string, unknown>> {
  const records: EditRecord[] = [];
  const gesture = `bench-${Math.random().toString(36).slice(2, 10)}`;
  for (let i = 0; i < WARM + edits; i++) {
    const input = { edit: edit(i), gesture: edit(i).kind === 'stroke.add' ? `${gesture}-${i}` : gesture };
    records.push(await page.evaluate(editAndLook, { procedure: 'project.edit', input }));
    await page.waitForTimeout(PACE);
  }
  await page.waitForTimeout(REST);
  return stages(records.slice(WARM));
}

/** Takes strokes back and does them again, each with its picture. */
async function undoRedo(page: Page): Promise<Record<string, unknown>> {
  const step = async (keys: string): Promise<EditRecord[]> => {
    const records: EditRecord[] = [];
    for (let i = 0; i < STROKE_EDITS; i++) {
      // the key that is pressed before it does nothing by itself
      await page.keyboard.down('Control');
      await page.evaluate(expectChange, 'keydown' as const);
      await page.keyboard.press(keys);
      records.push(await page.evaluate(whatCame));
      await page.keyboard.up('Control');
      await page.waitForTimeout(PACE);
    }
    await page.waitForTimeout(REST);
    return records;
  };
  return { undo_ms: stages(await step('z')), redo_ms: stages(await step('y')) };
}

function stages(records: readonly EditRecord[]): Record<string, unknown> {
  const of = (name: keyof EditRecord): number[] => records.map((one) => one[name]).filter(Number.isFinite);
  const median = (name: keyof EditRecord): number => percentile(of(name), 0.5);
  return {
    ...spread(of('ms')),
    stages_p50: {
      edit_answered: median('answered'),
      picture_asked: median('asked'),
      picture_fetched: median('fetched'),
      of_it_drawn: median('drawn'),
      of_it_encoded: median('encoded'),
      decoded_and_shown: median('shown'),
    },
  };
}

/** A curl over the cheek, as a hand would draw it. */
function stroke(i: number): Stroke {
  const points = Array.from({ length: STROKE_POINTS }, (_, k) => {
    const angle = (4 * Math.PI * k) / STROKE_POINTS;
    const reach = 0.05 + 0.1 * (k / STROKE_POINTS);
    return [0.35 + 0.01 * (i % 10) + reach * Math.cos(angle), 0.6 + reach * Math.sin(angle), 0.8];
  });
  return {
    id: `bench-stroke-${i}`,
    tool: i % 2 === 0 ? 'subtract' : 'add',
    shape: 'brush',
    space: 'face',
    points: encodeFloats(points.flat()),
    radius: 0.04,
    hardness: 0.5,
    flow: 1,
    pressure: { radius: true, flow: false },
    from: null,
    lifetime: { start: FRAME, end: FRAME, fadeIn: 0, fadeOut: 0 },
    muted: false,
    name: `Stroke ${i}`,
  };
}

/** The mouth's corner pulled a little further each time. */
function moved(i: number): string {
  const offsets = new Float32Array(2 * LANDMARKS);
  for (const point of [61, 146, 91, 76, 62, 78]) {
    offsets[2 * point] = -0.002 * (i + 1);
    offsets[2 * point + 1] = 0.001 * (i + 1);
  }
  return encodeFloats(offsets);
}

async function faceOf({ editor, plate }: SwappedProject): Promise<{ track: number; side: number }> {
  const faces = await editor.ask<{ track: number; alignment: number[] }[]>('faces.at', {
    clip: plate,
    frame: FRAME,
  });
  const { looks } = await editor.ask<ProjectState>('project.state');
  const track = looks.find(({ clip }) => clip === plate)?.track ?? 1;
  const [a = 1, , , c = 0] = faces.find((face) => face.track === track)?.alignment ?? [];
  return { track, side: 1 / Math.hypot(a, c) };
}
