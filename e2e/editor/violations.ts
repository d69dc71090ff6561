import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Locator, type Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps people from using these parts of the page, as axe sees it: its rule and the elements. */
export async function violations(...parts: readonly Locator[]): Promise<string[]> {
  const all: string[] = [];
  for (const part of parts) {
    // a part that is not there would have no faults
    await expect(part.first()).toBeVisible();
    await part.page().evaluate(axe);
    await faded(part.page());
    const found = await part.evaluateAll(async (elements) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const results = [];
      for (const element of elements) results.push(...(await axe.run(element)).violations);
      return results.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    all.push(...found);
  }
  return all;
}

/** A button that fades from one colour to another has, half way, neither one's contrast. */
export async function faded(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const fading = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(fading.map(({ finished }) => finished));
  });
}
