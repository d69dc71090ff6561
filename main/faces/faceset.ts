import { UserError } from '../common/index.ts';
import { type FacesetContent, readFacesetIndex, writeFacesetIndex } from './facesetIndex.ts';
import { meanDescriptor, SAME_PERSON, similarityOf } from './identity.ts';
import type { FacesetEntry } from './types.ts';

/** Aligned faces of one performer: a folder with an index, crops, thumbnails and include flags. */
export interface Faceset extends FacesetContent {
  readonly folder: string;
  /** unit-length mean of the included faces' identity descriptors; null where the set has none */
  readonly identity: Float32Array | null;
}

/**
 * Opens a faceset.
 *
 * @throws UserError when the folder holds none or its index is damaged.
 */
export async function openFaceset(folder: string): Promise<Faceset> {
  return makeFaceset(folder, await readFacesetIndex(folder));
}

/**
 * Writes the set's index with each face's similarity to the set's mean brought up to date. Faces are put in
 * the order of their ids, so that a set built in one go equals one built in several.
 */
export async function saveFaceset(folder: string, content: FacesetContent): Promise<Faceset> {
  const { entries, descriptors } = content;
  const order = entries.map((_, i) => i).sort((a, b) => (entries[a].id < entries[b].id ? -1 : 1));
  const faceset = makeFaceset(folder, {
    entries: order.map((i) => entries[i]),
    descriptors: descriptors && order.map((i) => descriptors[i]),
  });
  const { identity } = faceset;
  const measured = identity
    ? faceset.entries.map((entry, i) => ({
        ...entry,
        similarity: similarityOf(identity, faceset.descriptors![i]),
      }))
    : faceset.entries;
  await writeFacesetIndex(folder, { entries: measured, descriptors: faceset.descriptors });
  return { ...faceset, entries: measured };
}

/**
 * Includes faces in training, or leaves them out. The pictures stay.
 *
 * @returns the set as it now is on disk
 * @throws UserError when an id is not in the set.
 */
export async function setInclude(
  faceset: Faceset,
  ids: Iterable<string>,
  include: boolean,
): Promise<Faceset> {
  const wanted = new Set(ids);
  const known = new Set(faceset.entries.map((entry) => entry.id));
  for (const id of wanted)
    if (!known.has(id))
      throw new UserError(
        `The faceset has no face called ${id}`,
        `Open ${faceset.folder} again: it may have changed.`,
      );
  const entries = faceset.entries.map((entry) => (wanted.has(entry.id) ? { ...entry, include } : entry));
  return await saveFaceset(faceset.folder, { entries, descriptors: faceset.descriptors });
}

/**
 * The faces training may use.
 *
 * @throws UserError when there are none.
 */
export function includedFaces(faceset: Faceset): FacesetEntry[] {
  const included = faceset.entries.filter((entry) => entry.include);
  if (included.length === 0)
    throw new UserError(
      `The faceset in ${faceset.folder} has no face to train on`,
      faceset.entries.length === 0
        ? 'Choose a clip that shows the performer and build the faceset again.'
        : `Include some of its ${faceset.entries.length} faces.`,
    );
  return included;
}

function makeFaceset(folder: string, content: FacesetContent): Faceset {
  const { entries, descriptors } = content;
  const used = descriptors?.filter((_, i) => entries[i].include);
  return { folder, entries, descriptors, identity: used?.length ? meanDescriptor(used) : null };
}

/**
 * Do two facesets look like the same performer? Compares their mean identities; false where one has none.
 */
export function samePerson(a: Faceset, b: Faceset): boolean {
  return a.identity !== null && b.identity !== null && similarityOf(a.identity, b.identity) > SAME_PERSON;
}
