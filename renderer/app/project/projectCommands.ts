import type { Command } from '../../commands/registry.ts';
import { useMedia } from '../../state/media.ts';
import { useSession } from '../../state/session.ts';
import { bridge } from '../files/bridge.ts';
import { takeFiles } from '../files/takeFiles.ts';
import { namesFiles, refreshFiles } from '../followFiles.ts';
import { needsProject } from '../needs.ts';
import { fileConsent } from './consentActions.tsx';
import {
  closeProject,
  importFootage,
  newProject,
  openDemo,
  openProject,
  renameProject,
  saveProjectAs,
  uploadFootage,
} from './projectActions.ts';
import { relinkMissing } from './relink.ts';

const connected = {
  enabled: (): boolean => useSession.getState().status === 'ready',
  unavailable: (): string => 'The server is away',
};

/** Opening, keeping and filling projects. */
export const projectCommands: readonly Command[] = [
  {
    id: 'project.new',
    title: 'New Project…',
    group: 'Project',
    keys: ['$mod+Alt+KeyN'],
    ...connected,
    run: newProject,
  },
  {
    id: 'project.open',
    title: 'Open Project…',
    group: 'Project',
    keys: ['$mod+KeyO'],
    ...connected,
    run: () => openProject(),
  },
  {
    id: 'project.recent',
    title: 'Open Recent',
    group: 'Project',
    ...connected,
    run: () => openProject(),
  },
  { id: 'project.demo', title: 'Open Demo Project', group: 'Project', ...connected, run: openDemo },
  {
    id: 'project.import',
    title: 'Import Footage…',
    group: 'Project',
    keys: ['$mod+KeyI'],
    separated: true,
    ...needsProject,
    run: () => importFootage(),
  },
  {
    id: 'project.upload',
    title: 'Upload Footage…',
    group: 'Project',
    enabled: () => needsProject.enabled() && bridge() === null,
    unavailable: () =>
      bridge() ? 'Footage on this machine is imported where it lies' : needsProject.unavailable(),
    run: () => uploadFootage((files) => void takeFiles(files, undefined)),
  },
  {
    id: 'project.relink',
    title: 'Relink Missing Footage…',
    group: 'Project',
    enabled: () => Object.keys(useMedia.getState().missing).length > 0,
    unavailable: () => (useSession.getState().document ? 'No footage is missing' : 'Open a project first'),
    run: relinkMissing,
  },
  {
    id: 'project.refreshFiles',
    title: 'Read Matte Files and Pictures Again',
    group: 'Project',
    enabled: () => {
      const { document } = useSession.getState();
      return document !== null && namesFiles(document);
    },
    unavailable: () =>
      useSession.getState().document ? 'No clip uses a matte file or a picture' : 'Open a project first',
    run: async () => {
      await refreshFiles();
    },
  },
  {
    id: 'project.consent',
    title: 'File Consent Record…',
    group: 'Project',
    ...needsProject,
    run: () => fileConsent(),
  },
  {
    id: 'project.rename',
    title: 'Rename Project…',
    group: 'Project',
    separated: true,
    ...needsProject,
    run: renameProject,
  },
  {
    id: 'project.saveAs',
    title: 'Save a Copy As…',
    group: 'Project',
    keys: ['$mod+Shift+KeyS'],
    ...needsProject,
    run: saveProjectAs,
  },
  { id: 'project.close', title: 'Close Project', group: 'Project', ...needsProject, run: closeProject },
];
