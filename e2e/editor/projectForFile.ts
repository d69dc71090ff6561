import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { type Clip, frameKey, type ProjectState } from '../../preload/contract/index.ts';
import { type SwappedProject, serve, swappedProject } from './viewerProject.ts';

/** The project all tests of a file work on; there from its first test on. */
export interface ProjectForFile extends SwappedProject {
  /** holds the footage, the folder `project`, and what the user and the caches have */
  readonly folder: string;
  state(): Promise<ProjectState>;
  /** the plate as the document has it now */
  plateClip(): Promise<Clip>;
  /** what a frame's pictures of the plate depend on now */
  keyOf(frame: number): Promise<string>;
  /** starts a server anew for one that was closed or killed */
  serveAgain(): Promise<void>;
}

export interface ProjectOptions {
  /** of the plate, pixels */
  readonly width?: number;
  /** of ffmpeg, over the plate */
  readonly filter?: string;
  /** what else the file's tests build on */
  prepare?(project: ProjectForFile): Promise<unknown>;
}

/**
 * Makes a served project with a swap before the first test of the calling file and takes it away after the
 * last.
 *
 * @param frames of the plate
 */
export function projectForFile(name: string, frames: number, options: ProjectOptions = {}): ProjectForFile {
  let folder = '';
  let made: SwappedProject | null = null;
  const there = (): SwappedProject => {
    if (!made) throw new Error('the project is made before the first test, not while the file is read');
    return made;
  };
  const project: ProjectForFile = {
    get editor() {
      return there().editor;
    },
    get source() {
      return there().source;
    },
    get plate() {
      return there().plate;
    },
    get file() {
      return there().file;
    },
    get media() {
      return there().media;
    },
    get folder() {
      return folder;
    },
    state: () => there().editor.ask<ProjectState>('project.state'),
    async plateClip() {
      const { document } = await project.state();
      const clip = document.clips.find(({ id }) => id === there().plate);
      if (!clip) throw new Error('the plate is gone');
      return clip;
    },
    async keyOf(frame) {
      const { looks, document } = await project.state();
      return frameKey(
        looks.find(({ clip }) => clip === there().plate),
        document.clips.find(({ id }) => id === there().plate),
        frame,
      );
    },
    async serveAgain() {
      made = { ...there(), editor: await serve(folder) };
    },
  };
  test.beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), `understudy-${name}-`));
    made = await swappedProject(folder, frames, options.width, options.filter);
    await options.prepare?.(project);
  });
  test.afterAll(async () => {
    // a test may have killed it
    await made?.editor.close().catch(() => {});
    await rm(folder, { recursive: true, force: true });
  });
  return project;
}
