import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { repositoryFolder } from '../../native-models/index.ts';

/** The system and the person a host runs for; a seam for tests. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  /** user 0 of a Unix */
  readonly root: boolean;
  /** the person's home folder */
  readonly home: string;
}

export const hereAndNow = (): Surroundings => ({
  platform: process.platform,
  environment: process.env,
  root: process.getuid?.() === 0,
  home: homedir(),
});

/** The folder for what can be made again at any time, as each system has it. */
export function cacheFolder({ platform, environment, home }: Surroundings): string {
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'understudy');
  if (platform === 'win32') {
    return join(environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'understudy', 'cache');
  }
  return join(environment.XDG_CACHE_HOME || join(home, '.cache'), 'understudy');
}

/** The folder for what belongs to the person: recent projects, measurements of this machine. */
export function userFolder({ platform, environment, home }: Surroundings): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'understudy');
  if (platform === 'win32')
    return join(environment.APPDATA ?? join(home, 'AppData', 'Roaming'), 'understudy');
  return join(environment.XDG_DATA_HOME || join(home, '.local', 'share'), 'understudy');
}

/**
 * Where footage and projects of a person usually lie: their home, and where further disks appear. Folders
 * that do not exist are harmless.
 */
export function usualRoots({ platform, home }: Surroundings): string[] {
  if (platform === 'darwin') return [home, '/Volumes'];
  if (platform === 'win32') return [home, ...[...'DEFGHIJKLMNOPQRSTUVWXYZ'].map((drive) => `${drive}:\\`)];
  return [home, '/media', '/mnt'];
}

/** The built page. */
export const pageFolder = (): string => join(repositoryFolder(), 'out', 'renderer');

/** Understudy's version, as package.json has it. */
export function readVersion(): string {
  return JSON.parse(readFileSync(join(repositoryFolder(), 'package.json'), 'utf8')).version;
}
