// Finds a Chromium that tests can drive and the editor can open in; on Debian as root, installs the
// distribution's. Runs before the bundle exists, so it reads the same list as main/hosts/loopback itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const list = new URL('../main/hosts/loopback/browsers.json', import.meta.url);

/** @returns {string | undefined} path of the browser's program */
export function findChromium() {
  const usual = JSON.parse(readFileSync(list, 'utf8'))[process.platform] ?? [];
  return [process.env.CHROMIUM_PATH ?? '', ...usual]
    .map((path) => path.replace(/%([^%]+)%/g, (_, name) => process.env[name] ?? ''))
    .find((path) => path !== '' && existsSync(path));
}

/**
 * @param {string} purpose "for the tests"
 * @returns {string | undefined} the browser, installed from Debian's packages if that is possible
 */
export function provideChromium(purpose) {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  process.stderr.write(`Installing chromium ${purpose}\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2], env });
  spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: ['ignore', 'ignore', 2], env });
  return findChromium();
}
