import { basename, isAbsolute } from 'node:path';
import { UserError } from '../common/index.ts';
import { clipId, referenceTo } from './clipReference.ts';
import type { Edit, ProjectClip } from './schema.ts';

/**
 * A clip as it enters a project.
 *
 * @param path its file, absolute or a reference
 * @param contentHash tells the file's content from others (see contentHash of main/media)
 */
export function newClip(path: string, contentHash: string): ProjectClip {
  return {
    id: clipId(path, contentHash),
    path,
    contentHash,
    name: basename(path).slice(0, 200),
    role: 'unset',
    in: null,
    out: null,
    timecode: null,
    markers: [],
    tracks: [],
    segments: [],
    swap: null,
    work: [],
  };
}

/** The edit with absolute paths of media, mattes and pictures made references of the project in `folder`. */
export function withReference(edit: Edit, folder: string): Edit {
  const refer = (path: unknown): string =>
    typeof path === 'string' && isAbsolute(path) ? referenceTo(folder, path) : (path as string);
  if (edit?.kind === 'clip.add') return { ...edit, clip: { ...edit.clip, path: refer(edit.clip?.path) } };
  if (edit?.kind === 'clip.relink') return { ...edit, path: refer(edit.path) };
  if (edit?.kind === 'matte.file' && edit.file)
    return { ...edit, file: { ...edit.file, path: refer(edit.file.path) } };
  if (edit?.kind === 'swap.settings') return { ...edit, settings: withPicture(edit.settings, refer) };
  if (edit?.kind === 'face.paste') {
    const { settings, matteFile } = edit;
    return {
      ...edit,
      settings: settings && withPicture(settings, refer),
      matteFile: matteFile && { ...matteFile, path: refer(matteFile.path) },
    };
  }
  return edit;
}

type Settings = Extract<Edit, { kind: 'swap.settings' }>['settings'];

/** Settings with the path of the picture that colours are matched to changed, where there is one. */
function withPicture(settings: Settings, refer: (path: unknown) => string): Settings {
  if (!settings?.colour?.referencePicture) return settings;
  const { colour } = settings;
  return { ...settings, colour: { ...colour, referencePicture: refer(colour.referencePicture) } };
}

/** @throws UserError when the file at `path` is not the clip's */
export function requireSameContent(clip: ProjectClip, path: string, contentHash: string): void {
  if (clip.contentHash === contentHash) return;
  throw new UserError(
    `${path} is not the file that ${clip.name} was: its content is different.`,
    'Choose the original file, or take this one all the same: the analysis of the clip will then be made again.',
  );
}
