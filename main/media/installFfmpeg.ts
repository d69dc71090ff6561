import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { UserError } from '../common/index.ts';
import { type FfmpegTools, findFfmpeg } from './ffmpegTools.ts';

/** Families of Linux distributions by the ID and ID_LIKE of os-release, and how each installs ffmpeg. */
const linuxLines: readonly [ids: readonly string[], line: string][] = [
  [['debian', 'ubuntu'], 'sudo apt-get install -y ffmpeg'],
  [['fedora'], 'sudo dnf install -y ffmpeg-free'],
  [['rhel', 'centos'], 'sudo dnf install -y epel-release && sudo dnf install -y ffmpeg-free'],
  [['arch'], 'sudo pacman -S ffmpeg'],
  [['suse', 'opensuse'], 'sudo zypper install ffmpeg'],
  [['alpine'], 'sudo apk add ffmpeg'],
  [['nixos'], 'nix-env -iA nixos.ffmpeg'],
];

/** The one line that installs ffmpeg on this system. */
export async function installLine(platform = process.platform, osRelease?: string): Promise<string> {
  if (platform === 'darwin') return 'brew install ffmpeg';
  if (platform === 'win32') return 'winget install --id Gyan.FFmpeg -e';
  const ids = distribution(osRelease ?? (await readOsRelease()));
  const line = linuxLines.find(([names]) => names.some((name) => ids.includes(name)))?.[1];
  return line ?? "your system's package manager (the package is called ffmpeg), or set FFMPEG_PATH";
}

function readOsRelease(): Promise<string> {
  return readFile('/etc/os-release', 'utf8').catch(() => '');
}

/** The names a distribution gives itself, nearest kin first: Ubuntu answers ["ubuntu", "debian"]. */
function distribution(osRelease: string): string[] {
  const value = (key: string): string =>
    new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1].toLowerCase() ?? '';
  return `${value('ID')} ${value('ID_LIKE')}`.split(/\s+/).filter(Boolean);
}

/**
 * For set-up: the ffmpeg that is there, or, on Debian and its kin when run as root, the one apt-get
 * installs now.
 *
 * @throws UserError with the line to run when it may not or cannot install.
 */
export async function installFfmpeg(say: (line: string) => void = () => {}): Promise<FfmpegTools> {
  try {
    return await findFfmpeg();
  } catch (missing) {
    const root = process.getuid?.() === 0;
    const debian = process.platform === 'linux' && distribution(await readOsRelease()).includes('debian');
    // a wrong FFMPEG_PATH is for the user to correct: installing would not help
    if (!root || !debian || process.env.FFMPEG_PATH) throw missing;
    say('Installing ffmpeg with apt-get');
    await apt(['update'], say).catch(() => {}); // stale lists may still do
    await apt(['install', '-y', '--no-install-recommends', 'ffmpeg'], say);
    return findFfmpeg();
  }
}

function apt(args: string[], say: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('apt-get', ['-q', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    let tail = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        tail = (tail + data.toString()).slice(-2000);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve();
      say(tail.trim());
      reject(
        new UserError(
          'apt-get could not install ffmpeg.',
          'Check the network, then run: apt-get update && apt-get install -y ffmpeg',
        ),
      );
    });
  });
}
