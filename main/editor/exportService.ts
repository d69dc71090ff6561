import { copyFile, link } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExportRequest, Job } from '../../preload/contract/index.ts';
import { explainFileError, makeFolder, UserError } from '../common/index.ts';
import { chooseProvider } from '../engine/index.ts';
import { requireConsentFor } from './consent.ts';
import type { Current } from './current.ts';
import { newId } from './newId.ts';
import type { EditorOptions } from './options.ts';
import { taskClip, taskPlace } from './orders.ts';
import type { ProjectSession } from './projectSession.ts';
import type { Roots } from './roots.ts';
import type { ExportService } from './services.ts';

const codecWords: Record<ExportRequest['codec'], string> = {
  h264: 'H.264',
  prores422: 'ProRes 422',
  prores422hq: 'ProRes 422 HQ',
  prores4444: 'ProRes 4444',
  ffv1: 'FFV1',
  png8: 'PNG 8 bit',
  png16: 'PNG 16 bit',
};
const whatWords: Record<ExportRequest['what'], string> = {
  comp: 'comp',
  matte: 'matte',
  face: 'face with alpha',
};

export function exportService(current: Current, roots: Roots, options: EditorOptions): ExportService {
  const place = (path: string): Promise<string> | string =>
    options.host === 'loopback' ? roots.checkNew(path) : path;
  let chosen: Promise<Job['lane']> | undefined;
  const lane = (): Promise<Job['lane']> => {
    chosen ??= renderLane(options.provider);
    return chosen;
  };
  return {
    async start(asked) {
      const session = current.get();
      const { matteOut } = asked;
      const request: ExportRequest = {
        ...asked,
        out: await place(asked.out),
        ...(matteOut === undefined ? {} : { matteOut: await place(matteOut) }),
      };
      await requireConsentFor(session.project, 'Exporting a swap');
      await checkRange(session, request);
      const { swap, work, segments } = session.clips.entry(request.clip);
      const { look, base } = session.looks.of(request.clip) ?? {};
      if (!swap || !look || !base) {
        throw new UserError(look?.reason ?? 'This clip has no model yet.', 'Then export again.');
      }
      return session.queue.add({
        kind: 'render',
        title: exportLabel(request),
        lane: await lane(),
        clip: request.clip,
        model: swap.model,
        canPause: false,
        output: request.out,
        task: {
          kind: 'render',
          ...taskPlace(session),
          clip: taskClip(session, request.clip),
          // the step that is seen now, also when a training goes on meanwhile
          use: { ...swap, track: base.track, checkpoint: look.checkpoint },
          work,
          segments,
          checkpoint: await keepCheckpoint(session, base.checkpoint),
          request,
        },
      });
    },
  };
}

/**
 * Two jobs on a GPU would be in each other's way and might not fit into its memory. On the processor they
 * share cores as any programs do, and a film need not wait for the end of a training.
 */
async function renderLane(requested: EditorOptions['provider']): Promise<Job['lane']> {
  const purposes = ['training', 'inference'] as const;
  const asked = requested === undefined ? {} : { requested };
  const chosen = await Promise.all(purposes.map((purpose) => chooseProvider({ purpose, ...asked })));
  return chosen.every(({ provider }) => provider === 'cpu') ? 'beside' : 'gpu';
}

/** A second name of a checkpoint's file: whatever becomes of the first, the job finds it. */
async function keepCheckpoint(session: ProjectSession, path: string): Promise<string> {
  const folder = session.project.cacheFolder('renders');
  const kept = join(folder, `${newId()}.ckpt`);
  await makeFolder(folder);
  try {
    await link(path, kept).catch(() => copyFile(path, kept));
  } catch (error) {
    throw explainFileError(error, path);
  }
  return kept;
}

/** "film.mp4: H.264, comp, frames 0–231" */
export function exportLabel({ codec, what, start, end, out }: ExportRequest): string {
  return `${basename(out)}: ${codecWords[codec]}, ${whatWords[what]}, frames ${start}–${end - 1}`.slice(
    0,
    200,
  );
}

async function checkRange(session: ProjectSession, { clip, start, end }: ExportRequest): Promise<void> {
  const { info } = await session.clips.open(clip);
  if (start < end && end <= info.frameCount) return;
  throw new UserError(
    `The frames ${start} to ${end - 1} are not all in the clip: it has 0 to ${info.frameCount - 1}.`,
    'Correct the range.',
  );
}
