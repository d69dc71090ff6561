import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainFileError, UserError } from '../common/index.ts';
import { coverage, type Faceset, nearDuplicates, openFaceset, setInclude } from '../faces/index.ts';
import type { Current } from './current.ts';
import type { ProjectSession } from './projectSession.ts';
import type { FacesetService } from './services.ts';

export function facesetService(current: Current): FacesetService {
  /** changes of one set come one after the other */
  let turn: Promise<unknown> = Promise.resolve();
  const open = (session: ProjectSession, name: string): Promise<Faceset> =>
    openFaceset(session.project.facesetFolder(name));
  return {
    async list() {
      const session = current.get();
      const infos = [];
      for (const name of await facesetNames(session)) {
        // one that is being cut for the first time has no index yet
        const faceset = await open(session, name).catch(() => null);
        if (!faceset) continue;
        infos.push({
          name,
          count: faceset.entries.length,
          included: faceset.entries.filter(({ include }) => include).length,
          clips: [...new Set(faceset.entries.map(({ clip }) => clip))],
        });
      }
      return infos;
    },
    async faces(name) {
      const { entries } = await open(current.get(), name);
      const spare = new Set(nearDuplicates(entries));
      return entries.map(({ id, include, clip, frame, track, pose, sharpness, size, similarity }) => ({
        id,
        include,
        clip,
        frame,
        track,
        yaw: pose[0],
        pitch: pose[1],
        roll: pose[2],
        sharpness,
        size,
        similarity,
        duplicate: spare.has(id),
      }));
    },
    setInclude(name, ids, include) {
      const session = current.get();
      const change = turn.then(async () => {
        await setInclude(await open(session, name), ids, include);
        session.hub.emit({ type: 'facesets' });
      });
      turn = change.catch(() => {});
      return change;
    },
    async coverage(source, plate) {
      const session = current.get();
      const [a, b] = [await open(session, source), await open(session, plate)];
      const { grid, missing, lines, covered } = coverage(a.entries, b.entries);
      type Cell = (typeof missing)[number];
      const cell = ({ yaw, pitch, source, plate }: Cell) => ({
        yaw: [...yaw] as [number, number],
        pitch: [...pitch] as [number, number],
        source,
        plate,
      });
      return {
        grid: grid.map((row) => row.map(cell)),
        missing: missing.map(cell),
        lines: [...lines],
        covered,
      };
    },
    async thumbnail(name, id) {
      const session = current.get();
      const file = await thumbnailFile(session, name, id);
      try {
        return { type: 'image/jpeg', data: await readFile(file) };
      } catch (error) {
        throw explainFileError(error, file);
      }
    },
  };
}

async function facesetNames(session: ProjectSession): Promise<string[]> {
  const folder = dirname(session.project.facesetFolder('any'));
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** Thumbnails are named after their face: the index of a set of thousands need not be read for each. */
async function thumbnailFile(session: ProjectSession, name: string, id: string): Promise<string> {
  if (!/^[\w-]+$/.test(id)) throw new UserError(`There is no face called ${id}.`, 'Open the faceset again.');
  return join(session.project.facesetFolder(name), 'thumbnails', `${id}.jpg`);
}
