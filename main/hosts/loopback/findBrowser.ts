import { existsSync } from 'node:fs';
import browsers from './browsers.json' with { type: 'json' };

/**
 * The first Chrome, Edge or Chromium of the list both this and scripts/chromium.mjs read; `CHROMIUM_PATH`
 * goes before it.
 *
 * @returns path of its program, undefined where none is installed
 */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const usual: readonly string[] = platform in browsers ? browsers[platform as keyof typeof browsers] : [];
  return [environment.CHROMIUM_PATH ?? '', ...usual]
    .map((path) => path.replace(/%([^%]+)%/g, (_, name: string) => environment[name] ?? ''))
    .find((path) => path !== '' && exists(path));
}
