import { mkdir } from 'node:fs/promises';
import { explainFileError } from '../common/index.ts';
import { chooseProvider } from '../engine/index.ts';
import { capabilities, ffmpegTools } from '../media/index.ts';
import type { RecentProjects } from '../project/index.ts';
import { prepareDemo } from './demoProject.ts';
import { listFolder } from './fileListing.ts';
import type { EditorOptions } from './options.ts';
import type { Roots } from './roots.ts';
import type { SystemService } from './services.ts';

/** What each codec of the export dialog needs of ffmpeg. */
const encoders = {
  h264: 'libx264',
  prores422: 'prores_ks',
  prores422hq: 'prores_ks',
  prores4444: 'prores_ks',
  ffv1: 'ffv1',
  png8: 'png',
  png16: 'png',
} as const;

export interface SystemTools {
  readonly options: EditorOptions;
  readonly roots: Roots;
  readonly recents: RecentProjects;
  /** folder of the demo project */
  readonly demoFolder: string;
  /** the project that is open, so that the demo is not prepared under its own feet */
  readonly openFolder: () => string | null;
}

export function systemService(tools: SystemTools): SystemService {
  const { options, roots, recents } = tools;
  let trainsOn: Promise<string> | undefined;
  return {
    async info() {
      const requested = options.provider;
      // trying the machine's providers takes a moment; once is enough
      trainsOn ??= chooseProvider({ purpose: 'training', requested }).then(
        ({ sentence }) => sentence,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      return {
        host: options.host,
        version: options.version,
        trainsOn: await trainsOn,
        roots: [...(await roots.list())],
        codecs: await codecs(),
      };
    },
    list: (path) => listFolder(roots, path),
    async makeFolder(path) {
      const inside = await roots.checkNew(path);
      await mkdir(inside).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw explainFileError(error, inside);
      });
    },
    recent: () => recents.list(),
    demo: () => prepareDemo(tools.demoFolder, tools.openFolder()),
  };
}

async function codecs(): Promise<string[]> {
  try {
    const can = await capabilities(await ffmpegTools());
    return Object.entries(encoders).flatMap(([codec, encoder]) => (can.encoders.has(encoder) ? [codec] : []));
  } catch {
    // without ffmpeg nothing can be written; opening footage says so with a remedy
    return [];
  }
}
