import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PICTURE_KEY, paths } from '../../preload/contract/index.ts';
import { createTestEditor, type TestEditor } from './editorFixture.ts';
import { createHandler, type Handler } from './handler.ts';
import { securityHeaders } from './securityHeaders.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-handler-'));
const page = join(folder, 'page');
const sound = join(folder, 'sound.m4a');
let test: TestEditor;
let handler: Handler;
let reported: { error: unknown; where: string }[];

beforeAll(() => {
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html>');
  writeFileSync(join(page, 'assets', 'main-abc123.js'), 'export {};');
  writeFileSync(join(page, 'assets', 'notes.exe'), 'no page file');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(page, 'assets', 'link.txt'));
  symlinkSync(folder, join(page, 'assets', 'out'));
  writeFileSync(sound, '0123456789');
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  test = createTestEditor();
  reported = [];
  handler = createHandler({
    editor: test.editor,
    page,
    report: (error, where) => reported.push({ error, where }),
  });
});

const get = (path: string, init?: RequestInit): Promise<Response> =>
  handler(new Request(`http://127.0.0.1:1${path}`, init));
const call = (path: string, input: unknown): Promise<Response> =>
  get(`/rpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });

describe('pictures', () => {
  it('are kept for ever under the key they were made with, and under no other', async () => {
    const now = await get(paths.frame('clip', 'comp', 7, 'full', 'look-1'));
    expect(await now.text()).toBe('comp 7');
    expect(now.headers.get('content-type')).toBe('image/png');
    expect(now.headers.get('cache-control')).toContain('immutable');

    const old = await get(paths.frame('clip', 'comp', 7, 'full', 'look-0'));
    expect([old.headers.get('cache-control'), old.headers.get(PICTURE_KEY)]).toEqual(['no-store', 'look-1']);
    // of no key in particular: by content
    const any = await get(paths.frame('clip', 'comp', 7, 'full', ''));
    expect(any.headers.get('cache-control')).toBe('private, no-cache');
    const plate = await get(paths.frame('clip', 'plate', 7, 'full', 'look-0'));
    expect(plate.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('whose key changed while they were made are kept under neither address', async () => {
    const request = new Request(`http://127.0.0.1:1${paths.frame('clip', 'comp', 9, 'proxy', 'look-1')}`);
    const gone = new AbortController();
    const answer = handler(new Request(request, { signal: gone.signal }));
    test.look = 'look-2';
    gone.abort();
    const { headers } = await answer;
    expect([headers.get('cache-control'), headers.get(PICTURE_KEY)]).toEqual(['no-store', 'look-2']);
  });

  it('that are drafts are never kept: they get better', async () => {
    const { headers } = await get(paths.frame('clip', 'comp', 7, 'draft', 'look-1'));
    expect([headers.get('cache-control'), headers.get(PICTURE_KEY)]).toEqual(['no-store', 'look-1']);
  });

  it('cost nothing when the page has them', async () => {
    const path = paths.frame('clip', 'comp', 7, 'full', 'look-1');
    const etag = (await get(path)).headers.get('etag') ?? '';
    expect((await get(path, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect(test.asked.frames).toBe(1);
  });

  it('are no longer made when the page goes on', async () => {
    const gone = new AbortController();
    const answer = get(paths.frame('clip', 'comp', 9, 'proxy', ''), { signal: gone.signal });
    gone.abort();
    await answer;
    expect(test.asked.signal?.aborted).toBe(true);
  });

  it('have the paths of the contract', async () => {
    test.sound = sound;
    const bytes = async (path: string): Promise<number[]> => [
      ...new Uint8Array(await (await get(path)).arrayBuffer()),
    ];
    expect(await bytes(paths.thumbnail('clip', 5))).toEqual([5]);
    expect(await bytes(paths.waveform('clip'))).toEqual([1, 2, 3]);
    expect(await bytes(paths.trackData('clip', 1))).toEqual([0, 0, 128, 63, 0, 0, 0, 64]);
    expect(await (await get(paths.faceThumbnail('Anna source', 'a_1.2'))).text()).toBe('a_1.2');
    expect(await (await get(paths.preview('demo', 'latest'))).text()).toBe('latest');
    expect(await (await get(paths.preview('demo', 40))).text()).toBe('40');
    expect(await (await get(paths.sound('clip'))).text()).toBe('0123456789');
  });

  it.each([
    '/frames/clip/comp/-1?w=full',
    '/frames/clip/comp/1e3',
    '/frames/clip/face/1',
    '/frames/clip/comp/1?w=4000',
    '/frames/..%2f..%2fetc/comp/1',
    '/frames/clip/comp',
    '/frames/clip/comp/1/2',
    '/faces/..%2fother/id',
    '/faces/set/%00',
    '/previews/demo/first',
    '/track-data/clip/one',
    '/media-thumbs/%zz/1',
  ])('%s is refused before it reaches a service', async (path) => {
    expect((await get(path)).status).toBe(400);
    expect(test.asked.frames).toBe(0);
  });
});

describe('sound', () => {
  it.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=0-1,4-5', 200, '0123456789', null],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=4-2', 416, '', 'bytes */10'],
  ])('answers the range %s', async (range, status, text, contentRange) => {
    test.sound = sound;
    const answer = await get(paths.sound('clip'), { headers: { range } });
    expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });

  it('that is not there is a 404 in words', async () => {
    const answer = await get(paths.sound('clip'));
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { message: 'This clip has no sound.', remedy: 'It plays silently.' },
    ]);
  });
});

describe('the page', () => {
  it('is never stored, its assets always', async () => {
    const index = await get('/');
    expect([index.headers.get('content-type'), index.headers.get('cache-control')]).toEqual([
      'text/html; charset=utf-8',
      'no-store',
    ]);
    const asset = await get('/assets/main-abc123.js');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-type')).toContain('text/javascript');
  });

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%2Fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/assets/link.txt',
    '/assets/out/secret.txt',
    '//secret.txt',
    `/${encodeURIComponent(join(folder, 'secret.txt'))}`,
    '/index.html%00.js',
    '/assets',
    '/assets/notes.exe',
    '/missing.js',
  ])('has no %s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toBe('secret');
  });
});

describe('every answer', () => {
  it.each(['/', '/missing.js', '/frames/x', '/rpc/project.state', '/rpc/nothing', '/upload'])(
    'carries the security headers: %s',
    async (path) => {
      const { headers } = await get(path);
      expect(Object.fromEntries(headers)).toMatchObject(securityHeaders);
    },
  );
});

describe('errors', () => {
  it('of the person come in their own words', async () => {
    const frame = await get(paths.frame('clip', 'comp', 404, 'full', ''));
    expect([frame.status, await frame.json()]).toEqual([
      400,
      { message: 'The clip has 100 frames.', remedy: 'Ask for one of them.' },
    ]);
    const made = await call('system.makeFolder', { path: '/x' });
    expect([made.status, await made.json()]).toMatchObject([
      400,
      { error: { message: '/x may not be written.', data: { remedy: 'Choose another folder.' } } },
    ]);
    expect(reported).toEqual([]);
  });

  it('of ours come without their words, which go to the log', async () => {
    for (const path of [paths.frame('clip', 'comp', 500, 'full', ''), '/rpc/system.recent']) {
      const answer = await get(path);
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toMatch(/secret|\.ts\b|Error/);
    }
    expect(reported.map(({ error, where }) => [(error as Error).message, where])).toEqual([
      ['secret words of a defect', 'GET /frames/clip/comp/500'],
      ['secret words of a defect', 'query system.recent'],
    ]);
  });

  it('of the form say which field', async () => {
    const answer = await call('project.open', { folder: 3 });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('folder');
  });

  it('end a call that is too large', async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(2 ** 20)),
    });
    const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
    expect((await get('/rpc/project.undo', init)).status).toBe(413);
  });
});

describe('uploads', () => {
  const upload = (name: string, body: BodyInit = 'film'): Promise<Response> =>
    get('/upload', { method: 'POST', headers: { 'x-file-name': name }, body });

  it('stream into the project', async () => {
    const answer = await upload(encodeURIComponent('Käthe 01.mp4'));
    expect(await answer.json()).toEqual({ path: '/projects/one/media/Käthe 01.mp4' });
    expect(test.received.get('Käthe 01.mp4')).toBe(4);
  });

  it.each(['', '..', '.bashrc', 'a/b.mp4', '..%2f..%2fx', 'a%5cb', 'a%00.mp4', 'nul.mp4', 'x.', '%zz'])(
    'named "%s" are refused',
    async (name) => {
      expect((await upload(name)).status).toBe(400);
      expect(test.received.size).toBe(0);
    },
  );
});

describe('the event stream', () => {
  it('greets, goes on, and lets go of the editor when the page leaves', async () => {
    const gone = new AbortController();
    const answer = await get('/rpc/events', {
      headers: { accept: 'text/event-stream' },
      signal: gone.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const text = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const until = async (word: string): Promise<void> => {
      while (!heard.includes(word)) heard += (await text?.read())?.value ?? '';
    };
    await until('/projects/one');
    expect(test.listeners.size).toBe(1);
    test.emit({ type: 'facesets' });
    await until('facesets');
    expect(heard.indexOf('/projects/one')).toBeLessThan(heard.indexOf('facesets'));
    gone.abort();
    await text?.cancel();
    expect(test.listeners.size).toBe(0);
  });

  it('ends for a page that stopped reading instead of filling the memory', async () => {
    const { streamEvents } = await import('./events.ts');
    const events = streamEvents(test.editor);
    await events.next();
    for (let i = 0; i < 10_000; i++) test.emit({ type: 'facesets' });
    expect((await events.next()).done).toBe(true);
    expect(test.listeners.size).toBe(0);
  });
});
