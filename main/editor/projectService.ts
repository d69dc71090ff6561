import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { contentHash } from '../media/index.ts';
import { fileConsentText, type RecentProjects } from '../project/index.ts';
import { consentTemplate } from '../trust/index.ts';
import type { Current } from './current.ts';
import { prepareDemo } from './demoProject.ts';
import { importClips, prepareClip } from './importClips.ts';
import { newId } from './newId.ts';
import { prepareProject } from './prepareProject.ts';
import { ProjectSession, type SessionTools } from './projectSession.ts';
import { receiveFile } from './receiveFile.ts';
import type { Roots } from './roots.ts';
import type { ProjectService } from './services.ts';

export interface ProjectTools extends SessionTools {
  readonly recents: RecentProjects;
  readonly roots: Roots;
  /** folder of the demo project */
  readonly demoFolder: string;
}

async function isSame(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => realpath(path).catch(() => resolve(path))));
  return one === other;
}

export function projectService(current: Current, tools: ProjectTools): ProjectService {
  const { hub, recents, roots, options } = tools;
  /** opening and closing come one after the other */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  };
  // a page in a browser names paths as it likes; the desktop's dialogs are the user's own hand
  const existing = (path: string) => (options.host === 'loopback' ? roots.check(path) : path);
  const fresh = (path: string) => (options.host === 'loopback' ? roots.checkNew(path) : path);

  const close = async (): Promise<void> => {
    const { session } = current;
    current.session = null;
    await session?.close();
    if (session) hub.emit({ type: 'project', state: null });
  };
  const open = (folder: string, create: boolean) =>
    inTurn(async () => {
      // the new one first: where it cannot be opened, the old one stays
      const same = current.session?.project.folder === folder;
      if (same && current.session) return current.session.state();
      // the demo may have been trained since; where it cannot be made ready, it opens as it is
      if (await isSame(folder, tools.demoFolder)) await prepareDemo(folder, null).catch(() => null);
      const session = await ProjectSession.open(folder, create, tools);
      await close().catch((error: unknown) => {
        options.report?.(error);
        const text = error instanceof Error ? error.message : String(error);
        hub.notice('error', `The project before could not be closed properly: ${text}`);
      });
      current.session = session;
      const state = session.state();
      await recents.add({ folder: session.project.folder, name: state.document.name }).catch(() => {});
      hub.emit({ type: 'project', state });
      hub.emit({ type: 'jobs', jobs: session.queue.list() });
      prepareProject(session).catch((error: unknown) => options.report?.(error));
      return state;
    });

  return {
    state: () => current.session?.state() ?? null,
    create: async (folder) => open(await fresh(folder), true),
    open: async (folder) => open(await existing(folder), false),
    close: () => inTurn(close),
    async saveAs(folder) {
      const copy = await current.get().project.saveAs(await fresh(folder));
      return open(copy, false);
    },
    async apply(edit, gesture) {
      const revision = await current.get().project.apply(edit, gesture === undefined ? {} : { gesture });
      return { revision };
    },
    async undo() {
      await current.get().project.undo();
    },
    async redo() {
      await current.get().project.redo();
    },
    async jump(position) {
      await current.get().project.jump(position);
    },
    history() {
      const { project } = current.get();
      return { entries: project.history().entries, state: project.historyState() };
    },
    async importClips(paths, role) {
      const session = current.get();
      const inside = await Promise.all(paths.map((path) => allowed(path, session)));
      return importClips(session, inside, role);
    },
    async relink(clip, path, force) {
      const session = current.get();
      const inside = await allowed(path, session);
      const before = session.clips.entry(clip);
      const after = await session.project.relink(clip, inside, await contentHash(inside), { force });
      // another content is another clip, with faces and proxies of its own
      if (after.contentHash !== before.contentHash) prepareClip(session, after.id);
      hub.emit({ type: 'faces', clip: after.id });
    },
    async refreshFiles() {
      await current.session?.looks.refreshFiles();
    },
    async fileConsent(json) {
      const { project } = current.get();
      const { record } = await fileConsentText(project, json, 'the record');
      const name = record.performer.slice(0, 200);
      if (project.document.performers.some((performer) => performer.name === name)) return;
      await project.apply({ kind: 'performer.add', performer: { id: newId(), name } });
    },
    consentTemplate: () => `${JSON.stringify(consentTemplate(new Date()), null, 2)}\n`,
    receive: (name, body) => receiveFile(current.get().project.mediaFolder, name, body),
  };

  /** A path the page names for footage: within the roots, or in the project's own folder. */
  async function allowed(path: string, session: ProjectSession): Promise<string> {
    if (options.host !== 'loopback') return path;
    return roots.checkMedia(path, session.project.folder);
  }
}
