import { basename } from 'node:path/posix';
import { PROJECT_VERSION } from '../../preload/contract/index.ts';

type Json = Record<string, unknown>;

/**
 * Each brings a file of its version to the next. They are pure, know only the shapes of their two versions
 * and leave judging the result to the schema; once released, one is never changed.
 */
export const migrations: Readonly<Record<number, (file: Json) => Json>> = {
  /** The editor: what the artist says about clips, performers, the films written. */
  1: (file) => ({
    ...file,
    clips: each(file.clips, (clip) => ({
      ...clip,
      name: (basename(String(clip.path).replaceAll('\\', '/')) || String(clip.id)).slice(0, 200),
      role: 'unset',
      in: null,
      out: null,
      timecode: null,
      markers: [],
      tracks: [],
      swap: null,
    })),
    performers: [],
    renders: [],
  }),
  /** Work by hand: the matte's sources are ticked one by one, and what is not said has its default. */
  2: (file) => ({
    ...file,
    clips: each(file.clips, (clip) => ({
      ...clip,
      segments: [],
      work: [],
      swap: changed(clip.swap, (swap) => ({
        ...swap,
        settings: changed(swap.settings, (settings) => ({
          ...settings,
          matte: changed(settings.matte, ({ shape, ...matte }) => ({
            ...matte,
            learned: shape !== 'hull',
            hull: shape !== 'learned',
          })),
        })),
      })),
    })),
  }),
};

/**
 * Brings a parsed project.json up to date.
 *
 * @param file its "version" is a whole number not above `to`
 */
export function migrate(file: Json, to = PROJECT_VERSION): Json {
  let current = file;
  for (let version = Number(file.version); version < to; version++) {
    const step = migrations[version];
    if (!step) throw new RangeError(`There is no way from format ${version} to ${version + 1}.`);
    current = { ...step(current), version: version + 1 };
  }
  return current;
}

/** What is no object passes unchanged. */
function changed(value: unknown, change: (item: Json) => Json): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? change(value as Json) : value;
}

/** What is not a list of objects passes unchanged: the schema says what is wrong with it. */
function each(value: unknown, change: (item: Json) => Json): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((item: unknown) => changed(item, change));
}
