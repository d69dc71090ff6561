import { spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { repositoryFolder } from '../../../native-models/index.ts';
import { UserError } from '../../common/index.ts';
import type { Editor } from '../../editor/index.ts';
import { findElectron } from '../findElectron.ts';
import { chooseHost, findBrowser, hasDisplay, openWindow, serveEditor } from '../loopback/index.ts';
import { openFirst } from '../openFirst.ts';
import { hereAndNow, usualRoots } from '../places.ts';
import { stopped } from './serve.ts';
import { stopSignal } from './stop.ts';

/**
 * The browser keeps the layout of the panels under the page's address, so the address stays the same from
 * start to start where it can.
 */
const USUAL_PORT = 47_747;

export interface StartOptions {
  readonly project?: string;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Opens the editor in the best window this machine has, and says which and why. */
export async function runStart(options: StartOptions): Promise<void> {
  const around = hereAndNow();
  const choice = chooseHost({
    electron: findElectron(),
    browser: findBrowser(),
    display: hasDisplay(around),
    root: around.root,
  });
  say(choice.why);
  const project = options.project === undefined ? undefined : resolve(options.project);
  if (choice.host === 'electron') return runElectron(choice.program, project);
  return runLoopback(choice.host === 'browser' ? choice.program : undefined, project);
}

async function runElectron(program: string, project: string | undefined): Promise<void> {
  const parameters = [repositoryFolder(), ...(project ? ['--project', project] : [])];
  const child = spawn(program, parameters, { stdio: 'inherit' });
  // Ctrl-C reaches the whole terminal group: Electron saves and ends by itself, we wait for it
  const { dispose } = stopSignal();
  try {
    const code = await new Promise<number | null>((done, failed) => {
      child.once('error', failed);
      child.once('exit', done);
    });
    if (code) throw new UserError(`Electron ended with code ${code}.`, 'The lines above say why.');
  } finally {
    dispose();
  }
}

async function runLoopback(browser: string | undefined, project: string | undefined): Promise<void> {
  const { signal, dispose } = stopSignal();
  const demoFolder = join(repositoryFolder(), 'demo', 'project');
  const roots = [...usualRoots(hereAndNow()), ...(project ? [dirname(project)] : []), dirname(demoFolder)];
  const where = { demoFolder, roots };
  let usual = true;
  const { editor, server, close } = await serveEditor({ ...where, port: USUAL_PORT }).catch((error) => {
    if (!(error instanceof UserError)) throw error;
    // another editor of this person is open
    usual = false;
    return serveEditor(where);
  });
  try {
    process.stdout.write(`${server.address}\n`);
    const window = browser === undefined ? undefined : openWindow(browser, server.addressForOnce(), usual);
    if (!window) say('Open this address in Chrome, Edge or Chromium. Ctrl-C ends Understudy.');
    await openFirst(editor, project, say);
    const leave = window?.closed.then((code) => {
      if (code === 0) return jobsEnded(editor);
      say(`${browser} did not open a window; open the address above yourself. Ctrl-C ends Understudy.`);
      return stopped(signal);
    });
    await Promise.race([stopped(signal), ...(leave ? [leave] : [])]);
    window?.close();
  } finally {
    await close();
    dispose();
  }
}

/** A closed window ends Understudy, but not under a training that runs. */
function jobsEnded(editor: Editor): Promise<void> {
  const active = (): boolean =>
    editor.jobs.list().some(({ state }) => state === 'running' || state === 'queued');
  if (!active()) return Promise.resolve();
  say(
    'The window was closed; jobs go on until they are done. The address above shows them, Ctrl-C stops them.',
  );
  return new Promise((done) => {
    const unsubscribe = editor.subscribe(() => {
      if (active()) return;
      unsubscribe();
      done();
    });
  });
}
