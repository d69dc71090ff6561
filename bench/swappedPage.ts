import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { type SwappedProject, swappedProject } from '../e2e/editor/viewerProject.ts';

/** Chromium as the benches start it. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    args: ['--no-sandbox'],
    ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
  });

/**
 * Runs a measurement on a served project with a swap, in a browser; cleans up after it.
 *
 * @param make what `swappedProject` takes after its folder
 */
export async function onSwappedProject<T>(
  name: string,
  make: Parameters<typeof swappedProject> extends [string, ...infer Rest] ? Rest : never,
  measure: (project: SwappedProject, browser: Browser) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `understudy-bench-${name}-`));
  let project: SwappedProject | null = null;
  const browser = await launchChromium();
  try {
    project = await swappedProject(folder, ...make);
    return await measure(project, browser);
  } finally {
    await browser.close();
    await project?.editor.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A page whose pictures the browser cannot put off, with `script` listening in it from its first moment on. */
export async function watchedPage(browser: Browser, script: () => void): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
  await page.addInitScript(() => sessionStorage.setItem('understudy.flush', 'yes'));
  await listen(page, script);
  return page;
}

/** Runs `script` in the page before it is loaded. */
export async function listen(page: Page, script: () => void): Promise<void> {
  // tsx names functions by a helper, which functions sent to a page do not find there
  await page.addInitScript('globalThis.__name ??= (named) => named');
  await page.addInitScript(script);
}
