import { CompositeSettings, defaultSettings, type FaceWork } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';

/** Settings that whoever orders a film may give in place of the project's. */
export interface FilmFlags {
  readonly colour?: CompositeSettings['colour']['method'];
  readonly erode?: number;
  readonly feather?: number;
}

/**
 * The project's settings for the clip where it has some, with what was asked for over them.
 *
 * @throws UserError when a number is out of its range
 */
export function flaggedSettings(
  { colour, erode, feather }: FilmFlags,
  base: CompositeSettings = defaultSettings,
): CompositeSettings {
  const result = CompositeSettings.safeParse({
    ...base,
    colour: { ...base.colour, ...(colour === undefined ? {} : { method: colour }) },
    matte: {
      ...base.matte,
      ...(erode === undefined ? {} : { erode }),
      ...(feather === undefined ? {} : { feather }),
    },
  });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new UserError(
    `The setting ${issue?.path.join('.')} is out of range: ${issue?.message}.`,
    'Correct the option of that name.',
    { exitCode: 2 },
  );
}

/** What was done by hand without keys of the numbers that were asked for: a flag holds for every frame. */
export function flaggedWork({ erode, feather }: FilmFlags, work: readonly FaceWork[]): readonly FaceWork[] {
  const paths = [
    ...(erode === undefined ? [] : ['matte.erode']),
    ...(feather === undefined ? [] : ['matte.feather']),
  ];
  if (paths.length === 0) return work;
  return work.map((one) => ({
    ...one,
    keys: Object.fromEntries(Object.entries(one.keys).filter(([path]) => !paths.includes(path))),
  }));
}
