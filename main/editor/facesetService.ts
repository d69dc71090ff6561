import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explainFileError, UserError } from '../common/index.ts';
import { coverage, setInclude } from '../faces/index.ts';
import type { Current } from './current.ts';
import type { ProjectSession } from './projectSession.ts';
import type { FacesetService } from './services.ts';

export function facesetService(current: Current): FacesetService {
  /** changes of one set come one after the other */
  let turn: Promise<unknown> = Promise.resolve();
  return {
    async list() {
      const session = current.get();
      const infos = [];
      for (const name of await session.facesets.names()) {
        // one that is being cut for the first time has no index yet
        const faceset = await session.facesets.open(name).catch(() => null);
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
      const { facesets } = current.get();
      const { entries } = await facesets.open(name);
      const spare = await facesets.duplicates(name);
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
        const faceset = await setInclude(await session.facesets.open(name), ids, include);
        await session.facesets.changed(name, faceset);
        session.hub.emit({ type: 'facesets' });
      });
      turn = change.catch(() => {});
      return change;
    },
    async coverage(source, plate) {
      const session = current.get();
      const [a, b] = [await session.facesets.open(source), await session.facesets.open(plate)];
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

/** Thumbnails are named after their face: the index of a set of thousands need not be read for each. */
async function thumbnailFile(session: ProjectSession, name: string, id: string): Promise<string> {
  if (!/^[\w-]+$/.test(id)) throw new UserError(`There is no face called ${id}.`, 'Open the faceset again.');
  return join(session.project.facesetFolder(name), 'thumbnails', `${id}.jpg`);
}
