// Brings a fresh clone to the point where everything runs: packages, bundle, models, ffmpeg. Each part
// is skipped when it is already there, so that calling this at every start costs milliseconds.
// Plain JavaScript on Node's own modules: it runs before any package is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

/** A set-up step that failed: `message` says what, `remedy` what to do. */
export class SetupError extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

/** @param {{ ffmpeg?: boolean }} parts what else the command needs beyond packages, bundle and models */
export async function setUp({ ffmpeg = true } = {}) {
  requireNode();
  installPackages();
  buildBundle();
  buildModels();
  if (ffmpeg) await provideFfmpeg();
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetupError(
    `Understudy needs Node 20.19 or newer; this is ${process.versions.node}.`,
    'Install a current Node and run the command again.',
  );
}

/** npm ci, when the installed packages are not those of the lock file. */
function installPackages() {
  const stamp = join(modules, '.understudy-lock');
  const wanted = hashFiles([join(root, 'package-lock.json')]);
  if (readStamp(stamp) === wanted) return;
  say('Installing packages (about a minute)');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // npm 10 and older do not know package.json's allowScripts: these two scripts only fetch GPU libraries
  const environment = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'Installing packages failed.', {
    env: environment,
    shell: process.platform === 'win32',
  });
  linkCommand();
  writeFileSync(stamp, wanted);
}

/** Makes `npx understudy` find the command inside its own clone. */
function linkCommand() {
  if (process.platform === 'win32') return;
  const link = join(modules, '.bin', 'understudy');
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync('../../bin/understudy.mjs', link);
}

/** electron-vite bundles main process, bridge and page into out/, when it is older than its sources. */
function buildBundle() {
  const stamp = join(root, 'out', 'main', '.sources');
  const sources = ['main', 'preload', 'renderer', 'native-models', 'bench']
    .flatMap((folder) => listSources(join(root, folder)))
    .concat(join(root, 'electron.vite.config.ts'));
  const wanted = createHash('sha256')
    .update(sources.map((file) => `${file} ${statSync(file).mtimeMs} ${statSync(file).size}`).join('\n'))
    .digest('hex');
  if (readStamp(stamp) === wanted) return;
  const tool = join(modules, 'electron-vite', 'bin', 'electron-vite.js');
  // beside the old bundle and then in its place: another command may be starting from it just now
  const next = join(root, 'out', `next-${process.pid}`);
  const old = join(root, 'out', `old-${process.pid}`);
  try {
    const parameters = [tool, 'build', '--logLevel', 'error', '--outDir', next];
    run(process.execPath, parameters, 'Bundling Understudy failed.', { quiet: true });
    writeFileSync(join(next, 'main', '.sources'), wanted);
    mkdirSync(old, { recursive: true });
    for (const part of readdirSync(next)) {
      const place = join(root, 'out', part);
      if (existsSync(place)) renameSync(place, join(old, part));
      renameSync(join(next, part), place);
    }
  } finally {
    for (const folder of [next, old]) rmSync(folder, { recursive: true, force: true });
  }
}

/** Traces the networks of the pinned npm packages to ONNX, once. */
function buildModels() {
  const folder = join(root, 'native-models', 'built');
  const manifest = join(root, 'native-models', 'models.json');
  const stamp = join(folder, '.manifest');
  const wanted = hashFiles([manifest]);
  const names = JSON.parse(readFileSync(manifest, 'utf8')).models.map((model) => model.name);
  if (readStamp(stamp) === wanted && names.every((name) => existsSync(join(folder, `${name}.onnx`)))) return;
  say('Building the networks');
  run(process.execPath, [join(root, 'out', 'main', 'buildModels.js')], 'Building the networks failed.');
  writeFileSync(stamp, wanted);
}

async function provideFfmpeg() {
  const media = await import(pathToFileURL(join(root, 'out', 'main', 'provideFfmpeg.js')).href);
  await media.provideFfmpeg(say);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function run(command, parameters, failure, { env = process.env, shell = false, quiet = false } = {}) {
  const result = spawnSync(command, parameters, {
    cwd: root,
    env,
    shell,
    // standard output belongs to the command's own results
    stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2],
  });
  if (result.status === 0) return;
  if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  throw new SetupError(failure, 'The lines above say why; mend it and run the same command again.');
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function hashFiles(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

function listSources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'built' ? [] : listSources(path);
    return /(?<!\.test)\.(tsx?|json|css|html)$/.test(entry.name) ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await setUp();
    say('Everything is in place.');
  } catch (error) {
    if (!(error instanceof SetupError) && !error?.remedy) throw error;
    say(`${error.message}\n${error.remedy}`);
    process.exitCode = 1;
  }
}
