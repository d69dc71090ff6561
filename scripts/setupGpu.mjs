// npm run setup:gpu: fetches what plain `npm ci` leaves out because it needs hosts beyond the npm registry
// (package.json's allowScripts): Electron's binary, onnxruntime's CUDA library, TensorFlow for Node.
// Run one or some of them by name: npm run setup:gpu -- cuda tensorflow
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';

const modules = join(root, 'node_modules');

/**
 * @typedef {object} Part
 * @property {string} name what to call it on the command line
 * @property {string} what for people
 * @property {string} folder of the package, inside node_modules
 * @property {string[]} script of the package, with its arguments
 * @property {string} result file that is there afterwards
 * @property {Record<string, string>} [env]
 * @property {string} [unfit] why this platform has none
 */

/**
 * @param {{ platform?: string, arch?: string }} [machine]
 * @returns {Part[]}
 */
export function gpuParts({ platform = process.platform, arch = process.arch } = {}) {
  const linux = platform === 'linux' && arch === 'x64';
  const windows = platform === 'win32' && arch === 'x64';
  return [
    {
      name: 'electron',
      what: 'Electron, the desktop window',
      folder: 'electron',
      script: ['install.js'],
      result: join('electron', 'path.txt'),
    },
    {
      name: 'cuda',
      what: "onnxruntime's CUDA library, for NVIDIA GPUs",
      folder: 'onnxruntime-node',
      script: [join('script', 'install.js')],
      result: join('onnxruntime-node', 'bin', 'napi-v6', platform, arch, 'libonnxruntime_providers_cuda.so'),
      env: { ONNXRUNTIME_NODE_INSTALL: 'cuda12' },
      ...(linux
        ? {}
        : {
            unfit: `onnxruntime-node has it for Linux x64 only; on ${platform} use WebGPU, DirectML or Core ML`,
          }),
    },
    {
      name: 'tensorflow',
      what: 'TensorFlow for Node (tfjs-node-gpu), the second way to train',
      folder: join('@tensorflow', 'tfjs-node-gpu'),
      script: [join('scripts', 'install.js'), 'gpu', 'download'],
      result: join('@tensorflow', 'tfjs-node-gpu', 'lib', 'napi-v8', 'tfjs_binding.node'),
      ...(linux || windows ? {} : { unfit: 'its GPU build exists for Linux x64 and Windows x64 only' }),
    },
  ];
}

/**
 * Picks parts by name; all of them without names.
 * @param {string[]} names
 * @param {Part[]} parts
 */
export function pickParts(names, parts) {
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `There is nothing called ${unknown.join(', ')} to set up. Choose from: ${parts.map(({ name }) => name).join(', ')}.`,
    );
  }
  return names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name));
}

/**
 * Runs one part's own install script.
 * @param {Part} part
 * @param {{ folder?: string, run?: typeof spawnSync }} [seams] where packages lie, and how to run a program
 * @returns {{ state: 'there' | 'done' | 'unfit' | 'failed', sentence: string }}
 */
export function setUpPart(part, { folder = modules, run = spawnSync } = {}) {
  if (part.unfit) return { state: 'unfit', sentence: `${part.what}: left out, ${part.unfit}.` };
  const home = join(folder, part.folder);
  const result = join(folder, part.result);
  if (existsSync(result)) return { state: 'there', sentence: `${part.what}: is there already.` };
  if (!existsSync(join(home, part.script[0]))) {
    return { state: 'failed', sentence: `${part.what}: its package is not installed; run npm ci first.` };
  }
  // the scripts call each other's programs by name
  const path = [join(folder, '.bin'), process.env.PATH].join(delimiter);
  const outcome = run(process.execPath, part.script, {
    cwd: home,
    env: { ...process.env, ...part.env, PATH: path },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // some of them end with 0 although nothing arrived
  if (existsSync(result)) return { state: 'done', sentence: `${part.what}: done.` };
  const code = outcome.error?.message ?? `exit code ${outcome.status ?? outcome.signal}`;
  return {
    state: 'failed',
    sentence: `${part.what}: failed (${code}). It needs to reach the internet; behind a proxy set HTTPS_PROXY and GLOBAL_AGENT_HTTPS_PROXY, then run the command again.`,
  };
}

function main() {
  const summary = [];
  let failed = false;
  for (const part of pickParts(process.argv.slice(2), gpuParts())) {
    console.log(`── ${part.what}`);
    const { state, sentence } = setUpPart(part);
    failed ||= state === 'failed';
    summary.push(sentence);
  }
  console.log(`\n${summary.join('\n')}`);
  console.log('\nWhat works now: npx understudy doctor');
  if (failed) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
