import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestEditor, type TestEditor } from '../../server/editorFixture.ts';
import { createHandler } from '../../server/index.ts';
import { type Loopback, serveLoopback } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-loopback-'));
let test: TestEditor;
let server: Loopback;
let origin: string;
let token: string;
let cookie: string;
const reported: unknown[] = [];

beforeAll(async () => {
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'page', 'assets', 'link.txt'));
  test = createTestEditor();
  const report = (error: unknown): void => void reported.push(error);
  const handler = createHandler({ editor: test.editor, page: join(folder, 'page'), report });
  server = await serveLoopback({ handler, report });
  const address = new URL(server.address);
  origin = address.origin;
  token = address.hash.slice('#t='.length);
  const session = await ask('POST', '/session', { origin, authorization: `Bearer ${token}` });
  expect(session.status).toBe(204);
  cookie = session.headers['set-cookie']?.[0] ?? '';
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
  expect(reported).toEqual([]);
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** node:http sends the path as it is: fetch would tidy the dots away. */
function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, method, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the loopback host', () => {
  it('has a token of 128 bits, and a cookie scripts cannot read nor other sites send', () => {
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(cookie).not.toContain(token);
  });

  it('opens one session with an address for once', async () => {
    const code = new URL(server.addressForOnce()).hash.slice('#t='.length);
    const open = (): Promise<Answer> => ask('POST', '/session', { origin, authorization: `Bearer ${code}` });
    expect([(await open()).status, (await open()).status]).toEqual([204, 401]);
  });

  it('serves the page to everyone and the project to the session', async () => {
    expect((await ask('GET', '/')).status).toBe(200);
    const state = await ask('GET', '/rpc/project.state', { cookie });
    expect([state.status, JSON.parse(state.text).result.data.folder]).toEqual([200, '/projects/one']);
    const undo = { cookie, origin, 'content-type': 'application/json' };
    expect((await ask('POST', '/rpc/project.undo', undo)).status).toBe(200);
  });

  it.each<[string, string, string, Record<string, string>, number]>([
    ['no token', 'GET', '/rpc/project.state', {}, 401],
    ['a wrong token', 'POST', '/session', { authorization: `Bearer ${'0'.repeat(32)}` }, 401],
    ['a foreign host', 'GET', '/rpc/project.state', { host: 'evil.example' }, 421],
    ['a foreign host, the page', 'GET', '/', { host: 'evil.example' }, 421],
    ['a foreign origin', 'POST', '/rpc/project.undo', { origin: 'https://evil.example' }, 403],
    ['a foreign event stream', 'GET', '/rpc/events', { origin: 'https://evil.example' }, 403],
  ])('refuses %s', async (name, method, path, headers, status) => {
    const own = name.startsWith('no token') ? {} : { cookie };
    const answer = await ask(method, path, { ...(method === 'POST' ? { origin } : {}), ...own, ...headers });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toHaveProperty('remedy');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '/assets/link.txt',
  ])('has nothing at %s', async (path) => {
    const answer = await ask('GET', path, { cookie });
    expect(answer.status).toBe(404);
  });

  it('is no proxy', async () => {
    const answer = await ask('GET', 'http://evil.example/', { cookie, host: `127.0.0.1:${server.port}` });
    expect(answer.status).toBe(400);
  });

  it('streams events as they happen and stops when the page leaves', async () => {
    const gone = new AbortController();
    const answer = await fetch(`${origin}/rpc/events`, {
      headers: { accept: 'text/event-stream', cookie },
      signal: gone.signal,
    });
    const text = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    while (!heard.includes('/projects/one')) heard += (await text?.read())?.value ?? '';
    test.emit({ type: 'facesets' });
    while (!heard.includes('facesets')) heard += (await text?.read())?.value ?? '';
    gone.abort();
    await expect.poll(() => test.listeners.size).toBe(0);
  });

  it('stops the making of a frame nobody waits for any more', async () => {
    const gone = new AbortController();
    const before = test.asked.frames;
    const answer = fetch(`${origin}/frames/clip/comp/9`, { headers: { cookie }, signal: gone.signal });
    answer.catch(() => {});
    await expect.poll(() => test.asked.frames).toBe(before + 1);
    gone.abort();
    await expect.poll(() => test.asked.signal?.aborted).toBe(true);
  });

  it('takes an upload of more than a memory buffer', async () => {
    const body = new Blob([new Uint8Array(24 * 2 ** 20)]);
    const answer = await fetch(`${origin}/upload`, {
      method: 'POST',
      headers: { cookie, origin, 'x-file-name': 'big.mp4' },
      body,
    });
    expect(await answer.json()).toEqual({ path: '/projects/one/media/big.mp4' });
    expect(test.received.get('big.mp4')).toBe(body.size);
  });

  it('says which port is taken', async () => {
    const handler = async (): Promise<Response> => new Response();
    const second = serveLoopback({ handler, report: () => {}, port: server.port });
    await expect(second).rejects.toThrow(`Port ${server.port} is taken`);
  });

  it('is not reached from another address', async () => {
    const outside = connect({ host: '127.0.0.2', port: server.port });
    const refused = await new Promise((resolve) => {
      outside.once('connect', () => resolve(false)).once('error', () => resolve(true));
    });
    outside.destroy();
    expect(refused).toBe(true);
  });
});
