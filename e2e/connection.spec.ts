import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from './footage.ts';

// The page and its server losing and finding each other, in a real browser.

const token = 'c0ffee'.repeat(6);
let folder: string;
let child: ChildProcess | undefined;

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-connection-'));
});
test.afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A server whose address survives a restart. @returns its address */
async function serve(port?: string): Promise<URL> {
  const parameters = ['serve', '--project', join(folder, 'project'), ...(port ? ['--port', port] : [])];
  const started = spawn(process.execPath, [join(root, 'bin', 'understudy.mjs'), ...parameters], {
    env: { ...process.env, XDG_DATA_HOME: folder, UNDERSTUDY_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  return new Promise((found, failed) => {
    started.stdout.setEncoding('utf8').once('data', (text: string) => found(new URL(text.trim())));
    started.once('close', () => failed(new Error('the server ended')));
  });
}

test('a page whose server was killed says so and comes back with it', async ({ page }) => {
  const address = await serve();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(address.href);
  await expect(page.getByText('Import footage').first()).toBeVisible();
  // the token does not stay in the address, where the history and screenshots would keep it
  expect(page.url()).toBe(`${address.origin}/`);
  expect(await page.evaluate(() => [crossOriginIsolated, document.cookie])).toEqual([true, '']);
  expect(problems).toEqual([]);

  child?.kill('SIGKILL');
  await expect(page.getByText(/server is away|reconnecting/i).first()).toBeVisible();
  await serve(address.port);
  await expect(page.getByText(/server is away|reconnecting/i)).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByText('Import footage').first()).toBeVisible();

  await page.reload();
  await expect(page.getByText('Import footage').first()).toBeVisible();
});

test('without the token the page is turned away, in words', async ({ page }) => {
  const { origin } = await serve();
  for (const address of [origin, `${origin}/#t=${'0'.repeat(32)}`]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'This address is not signed in' })).toBeVisible();
  }
});

test("another site's page gets nothing of the project", async ({ page, context }) => {
  const address = await serve();
  await page.goto(address.href);
  await expect(page.getByText('Import footage').first()).toBeVisible();

  // the same browser, signed in, now shows a page that some other program on this machine serves
  const neighbour = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html').end('<title>neighbour</title>');
  });
  await new Promise<void>((listening) => neighbour.listen(0, '127.0.0.1', listening));
  const other = await context.newPage();
  await other.goto(`http://127.0.0.1:${(neighbour.address() as AddressInfo).port}/`);
  // Playwright does not see answers the browser keeps from the page; its protocol does
  const network = await context.newCDPSession(other);
  await network.send('Network.enable');
  const paths = new Map<string, string>();
  const cookies: string[] = [];
  const answers: string[] = [];
  network.on('Network.requestWillBeSent', ({ requestId, request }) => {
    paths.set(requestId, new URL(request.url).pathname);
  });
  network.on('Network.requestWillBeSentExtraInfo', ({ associatedCookies }) => {
    for (const { blockedReasons, cookie } of associatedCookies) {
      if (blockedReasons.length === 0) cookies.push(cookie.name);
    }
  });
  network.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode }) => {
    answers.push(`${statusCode} ${paths.get(requestId)}`);
  });
  await other.evaluate(async (origin) => {
    const settled = (work: Promise<unknown>): Promise<unknown> => work.catch(() => {});
    const credentials = 'include' as const;
    await settled(fetch(`${origin}/rpc/project.state`, { mode: 'no-cors', credentials }));
    await settled(fetch(`${origin}/rpc/project.undo`, { method: 'POST', mode: 'no-cors', credentials }));
    const picture = new Image();
    picture.src = `${origin}/media-thumbs/clip/1`;
    await settled(picture.decode());
    const events = new EventSource(`${origin}/rpc/events`, { withCredentials: true });
    await new Promise((refused) => events.addEventListener('error', refused));
  }, address.origin);
  neighbour.close();
  // the cookie came along with each, for a neighbour on 127.0.0.1 counts as the same site
  expect(cookies).toEqual(Array.from({ length: 4 }, () => `understudy-${address.port}`));
  expect(answers).toEqual([
    '403 /rpc/project.state',
    '403 /rpc/project.undo',
    '403 /media-thumbs/clip/1',
    '403 /rpc/events',
  ]);
});
