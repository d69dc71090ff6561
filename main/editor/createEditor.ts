import { homedir } from 'node:os';
import { join } from 'node:path';
import { RecentProjects } from '../project/index.ts';
import { Current } from './current.ts';
import { exportService } from './exportService.ts';
import { facesetService } from './facesetService.ts';
import { facesService } from './facesService.ts';
import { EventHub } from './hub.ts';
import { informedFork } from './informedFork.ts';
import { jobService } from './jobService.ts';
import { MachineSpeed } from './machineSpeed.ts';
import { mediaService } from './mediaService.ts';
import { occluderService } from './occluderService.ts';
import type { EditorOptions } from './options.ts';
import { projectService } from './projectService.ts';
import { Roots } from './roots.ts';
import type { Editor } from './services.ts';
import { systemService } from './systemService.ts';
import { trainingService } from './trainingService.ts';

/** The editor of one host process: every service, wired to whichever project is open. */
export function createEditor(asked: EditorOptions): Editor {
  const options = { forkWorker: asked.forkWorker ?? informedFork(asked.userFolder, asked.version), ...asked };
  const { userFolder } = options;
  const hub = new EventHub(options.report);
  const current = new Current();
  const roots = new Roots(options.roots ?? defaultRoots());
  const recents = new RecentProjects(join(userFolder, 'recent.json'));
  const speed = new MachineSpeed(join(userFolder, 'speed.json'));
  const demoFolder = options.demoFolder ?? join(userFolder, 'demo', 'project');
  const projects = projectService(current, { options, hub, speed, recents, roots, demoFolder });
  return {
    projects,
    system: systemService({
      options,
      roots,
      recents,
      demoFolder,
      openFolder: () => current.session?.project.folder ?? null,
    }),
    media: mediaService(current),
    faces: facesService(current),
    facesets: facesetService(current),
    training: trainingService(current, speed),
    jobs: jobService(current),
    occluders: occluderService(current),
    exports: exportService(current, roots, options),
    subscribe: (listener) => hub.subscribe(listener),
    greeting: async () => [
      { type: 'project', state: projects.state() },
      { type: 'jobs', jobs: current.session?.queue.list() ?? [] },
    ],
    close: () => projects.close(),
  };
}

/** Home, and where further disks appear. */
function defaultRoots(): string[] {
  const mounts = process.platform === 'darwin' ? ['/Volumes'] : ['/media', '/mnt'];
  return process.platform === 'win32' ? [homedir()] : [homedir(), ...mounts];
}
