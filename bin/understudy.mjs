#!/usr/bin/env node
// The command line: set-up where something is missing, then the bundled program.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { provideChromium } from '../scripts/chromium.mjs';
import { root, setUp } from '../scripts/setup.mjs';

try {
  // `doctor` reports a missing ffmpeg instead of installing it
  await setUp({
    ffmpeg: !['doctor', 'models', 'consent', '--help', '--version', '-h'].includes(
      process.argv[2] ?? '--help',
    ),
  });
  // the window of `start`; where nothing can be shown it prints an address instead
  const display = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.argv[2] === 'start' && display) provideChromium('to show the editor in');
  await import(pathToFileURL(join(root, 'out', 'main', 'cli.js')).href);
} catch (error) {
  if (!error?.remedy) throw error;
  process.stderr.write(`${error.message}\n${error.remedy}\n`);
  process.exitCode = 1;
}
