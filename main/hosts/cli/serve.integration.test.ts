import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root, understudy } from '../../../e2e/footage.ts';

let folder: string;
let project: string;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-serve-'));
  project = join(folder, 'project');
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  environment = { ...rest, HOME: folder, XDG_DATA_HOME: '', XDG_CACHE_HOME: '' };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Running {
  readonly child: ChildProcess;
  readonly address: URL;
  readonly ended: Promise<{ code: number | null; error: string }>;
}

/** Starts a command that serves and waits for its address. */
async function begin(parameters: string[], more: NodeJS.ProcessEnv = {}): Promise<Running> {
  const child = spawn(process.execPath, [join(root, 'bin', 'understudy.mjs'), ...parameters], {
    env: { ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let error = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    error += text;
  });
  const ended = new Promise<{ code: number | null; error: string }>((done) => {
    child.once('close', (code) => done({ code, error }));
  });
  let out = '';
  const address = await new Promise<string>((found, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('\n')) found(out.trim());
    });
    ended.then(() => failed(new Error(error)));
  });
  return { child, address: new URL(address), ended };
}

/** Opens a session as the page does and asks for the project. */
async function projectAt({ origin, hash }: URL): Promise<string | null> {
  const session = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin, authorization: `Bearer ${hash.slice('#t='.length)}` },
  });
  expect(session.status).toBe(204);
  const cookie = session.headers.getSetCookie()[0].split(';')[0];
  const answer = await fetch(`${origin}/rpc/project.state`, { headers: { cookie } });
  return (await answer.json()).result.data?.folder ?? null;
}

describe('serve', () => {
  it('makes or opens the project, and Ctrl-C gives it free', async () => {
    for (const [signal, again] of [
      ['SIGINT', false],
      ['SIGTERM', true],
    ] as const) {
      expect(existsSync(join(project, 'project.json'))).toBe(again);
      const { child, address, ended } = await begin(['serve', '--project', project]);
      expect(await projectAt(address)).toBe(project);
      expect(existsSync(join(project, 'project.lock'))).toBe(true);
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0 });
      expect(existsSync(join(project, 'project.lock'))).toBe(false);
    }
  });

  it('keeps its address over a restart where the service sets the token', async () => {
    const token = 'ab'.repeat(16);
    const first = await begin(['serve', '--project', project], { UNDERSTUDY_TOKEN: token });
    expect(first.address.hash).toBe(`#t=${token}`);
    const { port } = first.address;

    const taken = await understudy(
      ['serve', '--project', join(folder, 'other'), '--port', port],
      environment,
    );
    expect([taken.code, taken.error]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);

    first.child.kill('SIGKILL');
    await first.ended;
    const parameters = ['serve', '--project', project, '--port', port];
    const second = await begin(parameters, { UNDERSTUDY_TOKEN: token });
    expect(second.address.href).toBe(first.address.href);
    // the first one could not give the project free
    expect(await projectAt(second.address)).toBe(project);
    second.child.kill('SIGINT');
    await second.ended;
  });

  it('says what is wrong with its options', async () => {
    const without = await understudy(['serve'], environment);
    expect([without.code, without.error]).toEqual([2, expect.stringContaining('--project')]);
    const weak = await understudy(['serve', '--project', project], { ...environment, UNDERSTUDY_TOKEN: '1' });
    expect([weak.code, weak.error]).toEqual([2, expect.stringContaining('32 hexadecimal digits')]);
  });
});

describe('start without a display', () => {
  it('says why no window opens, and prints the address of the project', async () => {
    const { child, address, ended } = await begin(['start', '--project', project]);
    await expect.poll(() => projectAt(address), { timeout: 20_000 }).toBe(project);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, error: expect.stringContaining('no display') });
  });
});
