import type { FacesetInfo, WallFace } from '../../preload/contract/index.ts';
import type { ClipOutline } from '../state/outline.ts';
import type { MeasureKey, PoseCell, SortKey } from './wallOrder.ts';

export type Role = 'source' | 'plate';

/**
 * What a faceset is used as: the editor and the command line begin its name with it; of others the role of
 * its clips tells.
 */
export function roleOf({ name, clips }: FacesetInfo, all: readonly ClipOutline[]): Role | null {
  const named = /^(source|plate)(?:$|[-_ .])/.exec(name)?.[1];
  if (named === 'source' || named === 'plate') return named;
  const roles = new Set(all.filter(({ id }) => clips.includes(id)).map(({ role }) => role));
  const [role] = roles;
  return roles.size === 1 && (role === 'source' || role === 'plate') ? role : null;
}

export const roleNames: Record<Role, string> = { source: 'Source', plate: 'Plate' };

/** A clip as the project calls it, without its file's ending; its id where it left the project. */
export function clipName(id: string, all: readonly ClipOutline[]): string {
  return all.find((clip) => clip.id === id)?.name.replace(/\.[a-z0-9]{2,4}$/i, '') ?? id;
}

/** The clips a faceset was cut from, or its own name where it has none. */
export function facesetTitle(info: FacesetInfo, all: readonly ClipOutline[]): string {
  return info.clips.length === 0 ? info.name : info.clips.map((id) => clipName(id, all)).join(', ');
}

// made once: the wall writes hundreds of numbers while it scrolls
const format = new Intl.NumberFormat('en');

// rounding makes −0 of −0.4
export const number = (value: number): string => format.format(Math.round(value) || 0);

/** 1 → "1 face", 1600 → "1,600 faces" */
export const faces = (count: number): string => `${number(count)} ${count === 1 ? 'face' : 'faces'}`;

interface Measure {
  readonly name: string;
  /** smallest step of its filter */
  readonly step: number;
  readonly text: (value: number) => string;
}

const signed = (degrees: number): string => `${number(degrees).replace('-', '−')}°`;

/** Units: sharpness is a variance of grey levels, angles are degrees, size is pixels of the plate. */
export const measures: Record<MeasureKey, Measure> = {
  sharpness: {
    name: 'Sharpness',
    step: 0.5,
    text: (value) => (value < 10 ? value.toFixed(1) : number(value)),
  },
  yaw: { name: 'Yaw', step: 0.5, text: signed },
  pitch: { name: 'Pitch', step: 0.5, text: signed },
  size: { name: 'Size', step: 1, text: (value) => `${number(value)} px` },
  similarity: { name: 'Similarity', step: 0.001, text: (value) => value.toFixed(2) },
  frame: { name: 'Frame', step: 1, text: number },
};

/** What each way of sorting puts first, ascending and descending. */
export const sorts: Record<SortKey, { readonly name: string; readonly ends: readonly [string, string] }> = {
  clip: { name: 'Clip', ends: ['First frames first', 'Last frames first'] },
  frame: { name: 'Frame', ends: ['First frames first', 'Last frames first'] },
  sharpness: { name: 'Sharpness', ends: ['Blurriest first', 'Sharpest first'] },
  yaw: { name: 'Yaw', ends: ['Left first', 'Right first'] },
  pitch: { name: 'Pitch', ends: ['Down first', 'Up first'] },
  size: { name: 'Size', ends: ['Smallest first', 'Largest first'] },
  similarity: { name: 'Similarity', ends: ['Least like the set first', 'Most like the set first'] },
  include: { name: 'Included', ends: ['Left out first', 'Included first'] },
  duplicate: { name: 'Near-duplicates', ends: ['Near-duplicates last', 'Near-duplicates first'] },
};
export const sortKeys = Object.keys(sorts) as SortKey[];

const turn = (degrees: number, positive: string, negative: string): string => {
  const whole = Math.round(degrees);
  return whole === 0 ? '0°' : `${Math.abs(whole)}° ${whole > 0 ? positive : negative}`;
};

/** "12° right, 5° down, roll −3°": right and left are the viewer's. */
export const poseText = ({ yaw, pitch, roll }: WallFace): string =>
  `${turn(yaw, 'right', 'left')}, ${turn(pitch, 'up', 'down')}, roll ${signed(roll)}`;

const span = ([low, high]: readonly [number, number], positive: string, negative: string): string =>
  low >= 0 ? `${low}–${high}° ${positive}` : `${-high}–${-low}° ${negative}`;

/** "0–15° right, 15–30° down" */
export const cellText = ({ yaw, pitch }: PoseCell): string =>
  `${span(yaw, 'right', 'left')}, ${span(pitch, 'up', 'down')}`;

/** What screen readers say of a face on the wall. */
export function faceText(face: WallFace, clips: readonly ClipOutline[]): string {
  const state = [face.include ? 'included' : 'left out', face.duplicate ? 'near-duplicate' : ''];
  return [`${clipName(face.clip, clips)} frame ${face.frame}`, poseText(face), ...state.filter(Boolean)].join(
    ', ',
  );
}
