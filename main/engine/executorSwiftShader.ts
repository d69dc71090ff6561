import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const driver = 'vk_swiftshader_icd.json';

/**
 * Finds the software Vulkan driver that comes with Chromium, for tests of WebGPU on machines without a GPU.
 * Mesa's lavapipe is no substitute: Dawn refuses it up to Mesa 22 for want of dynamic indexing.
 *
 * @returns the environment in which a process sees this driver alone, or undefined without a Chromium
 */
export function swiftShaderEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv | undefined {
  if (process.platform !== 'linux') return undefined;
  const folder = browserFolders(env).find((candidate) => existsSync(path.join(candidate, driver)));
  if (folder === undefined) return undefined;
  return {
    ...env,
    VK_ICD_FILENAMES: path.join(folder, driver),
    VK_DRIVER_FILES: path.join(folder, driver),
    // Chromium brings the Vulkan loader too, where the system has none
    LD_LIBRARY_PATH: [env.LD_LIBRARY_PATH, folder].filter(Boolean).join(':'),
  };
}

function browserFolders(env: NodeJS.ProcessEnv): string[] {
  const packaged = [
    '/usr/lib/chromium',
    '/usr/lib/chromium-browser',
    '/usr/lib64/chromium-browser',
    '/opt/google/chrome',
    '/opt/chromium.org/chromium',
    '/opt/microsoft/msedge',
  ];
  const chosen = env.CHROMIUM_PATH ? [path.dirname(env.CHROMIUM_PATH)] : [];
  const playwright = env.PLAYWRIGHT_BROWSERS_PATH ?? path.join(homedir(), '.cache', 'ms-playwright');
  const downloaded = subfolders(playwright)
    .filter((folder) => path.basename(folder).startsWith('chromium'))
    .flatMap(subfolders);
  return [...chosen, ...packaged, ...downloaded];
}

function subfolders(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(folder, name));
  } catch {
    return [];
  }
}
