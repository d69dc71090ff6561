import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../common/index.ts';
import { installLine } from './installFfmpeg.ts';

/** Where ffmpeg and ffprobe lie, and who said so. */
export interface FfmpegTools {
  readonly ffmpeg: string;
  readonly ffprobe: string;
  readonly foundBy: 'setting' | 'bundled' | 'environment' | 'path';
}

export interface FfmpegSearch {
  /** path of ffmpeg, or of the folder that holds it and ffprobe, as the user set it */
  readonly setting?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  /** folder with the copy that a release brings along */
  readonly bundled?: string;
}

const windows = process.platform === 'win32';
const fileName = (tool: string): string => (windows ? `${tool}.exe` : tool);

/**
 * Finds ffmpeg and ffprobe: the setting, the copy bundled with a release, `FFMPEG_PATH` (a file or a
 * folder; ffprobe lies beside it or is named by `FFPROBE_PATH`), then `PATH`. A setting or a variable that
 * points nowhere is an error rather than passed over, so that a typing mistake shows.
 *
 * @throws UserError with the line that installs ffmpeg on this system.
 */
export async function findFfmpeg(search: FfmpegSearch = {}): Promise<FfmpegTools> {
  const environment = search.environment ?? process.env;
  if (search.setting) {
    const found = await pairAt(search.setting, environment.FFPROBE_PATH);
    if (!found) throw notThere(`The ffmpeg setting points to ${search.setting}`, 'Correct the setting');
    return { ...found, foundBy: 'setting' };
  }
  const bundled = await pairAt(search.bundled ?? bundledFolder(), undefined);
  if (bundled) return { ...bundled, foundBy: 'bundled' };
  if (environment.FFMPEG_PATH) {
    const found = await pairAt(environment.FFMPEG_PATH, environment.FFPROBE_PATH);
    if (!found) throw notThere(`FFMPEG_PATH is ${environment.FFMPEG_PATH}`, 'Correct or unset FFMPEG_PATH');
    return { ...found, foundBy: 'environment' };
  }
  for (const folder of (environment.PATH ?? environment.Path ?? '').split(delimiter)) {
    const found = folder && (await pairAt(folder, environment.FFPROBE_PATH));
    if (found) return { ...found, foundBy: 'path' };
  }
  throw new UserError('ffmpeg and ffprobe are not installed.', `Install them with: ${await installLine()}`);
}

function notThere(said: string, remedy: string): UserError {
  return new UserError(
    `${said}, where no working pair of ffmpeg and ffprobe lies.`,
    `${remedy}: name the ffmpeg program or the folder that holds ffmpeg and ffprobe.`,
  );
}

function bundledFolder(): string {
  const resources = (process as { resourcesPath?: string }).resourcesPath;
  return join(resources ?? fileURLToPath(new URL('../../resources', import.meta.url)), 'ffmpeg');
}

async function pairAt(
  place: string,
  probePath: string | undefined,
): Promise<{ ffmpeg: string; ffprobe: string } | undefined> {
  const isFolder = await stat(place).then(
    (entry) => entry.isDirectory(),
    () => undefined,
  );
  if (isFolder === undefined) return undefined;
  const ffmpeg = isFolder ? join(place, fileName('ffmpeg')) : place;
  const ffprobe = probePath ?? join(dirname(ffmpeg), fileName('ffprobe'));
  return (await runs(ffmpeg)) && (await runs(ffprobe)) ? { ffmpeg, ffprobe } : undefined;
}

async function runs(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    await access(path, windows ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

let chosen: string | undefined;
let current: Promise<FfmpegTools> | undefined;

/** Sets the user's choice of ffmpeg for this process (the setting of `findFfmpeg`). */
export function useFfmpeg(setting: string | undefined): void {
  chosen = setting;
  current = undefined;
}

/** The ffmpeg this process works with, looked for once. */
export function ffmpegTools(): Promise<FfmpegTools> {
  current ??= findFfmpeg({ setting: chosen }).catch((error: unknown) => {
    current = undefined; // it may be installed while we run
    throw error;
  });
  return current;
}

export interface PixelFormat {
  readonly name: string;
  readonly rgb: boolean;
  readonly alpha: boolean;
  readonly float: boolean;
  /** bits of the deepest component */
  readonly bitDepth: number;
  /** log2 of how many luma samples share one chroma sample, across and down */
  readonly chromaShift: readonly [across: number, down: number];
}

export interface Capabilities {
  /** as the program says it: "5.1.9-0+deb12u1" */
  readonly version: string;
  readonly encoders: ReadonlySet<string>;
  readonly filters: ReadonlySet<string>;
  readonly pixelFormats: ReadonlyMap<string, PixelFormat>;
  /** `-fps_mode` came with 5.1; older builds know `-vsync` */
  readonly hasFpsMode: boolean;
}

const known = new Map<string, Promise<Capabilities>>();

/** What this build of ffmpeg can do; asked once per program. */
export function capabilities(tools: FfmpegTools): Promise<Capabilities> {
  let answer = known.get(tools.ffmpeg);
  if (!answer) {
    answer = ask(tools).catch((error: unknown) => {
      known.delete(tools.ffmpeg);
      throw error;
    });
    known.set(tools.ffmpeg, answer);
  }
  return answer;
}

async function ask(tools: FfmpegTools): Promise<Capabilities> {
  const [about, encoders, filters, formats] = await Promise.all([
    output(tools.ffmpeg, ['-version']),
    output(tools.ffmpeg, ['-hide_banner', '-encoders']),
    output(tools.ffmpeg, ['-hide_banner', '-filters']),
    output(tools.ffprobe, ['-v', 'error', '-show_pixel_formats', '-of', 'json']),
  ]);
  const version = /^ffmpeg version (\S+)/.exec(about)?.[1] ?? 'unknown';
  const [major, minor] = (/^n?(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  return {
    version,
    // "1 letter, 5 flags, name": lines before the dashes explain the flags
    encoders: names(encoders.slice(encoders.indexOf('------')), /^ [A-Z.]{6} (\S+)/gm),
    filters: names(filters, /^ [A-Z.]{2,3} (\S+)\s+\S+->\S+/gm),
    pixelFormats: new Map(parsePixelFormats(formats).map((format) => [format.name, format])),
    hasFpsMode: major === undefined || major > 5 || (major === 5 && minor >= 1),
  };
}

function names(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map((match) => match[1]));
}

interface PixelFormatReport {
  name: string;
  log2_chroma_w?: number;
  log2_chroma_h?: number;
  flags: { rgb: number; alpha: number; palette: number };
  components?: { bit_depth: number }[];
}

function parsePixelFormats(json: string): PixelFormat[] {
  const { pixel_formats: reports } = JSON.parse(json) as { pixel_formats: PixelFormatReport[] };
  return reports.map(({ name, flags, components = [], ...report }) => ({
    name,
    rgb: flags.rgb === 1 || flags.palette === 1,
    alpha: flags.alpha === 1,
    float: /f(16|32)/.test(name),
    bitDepth: Math.max(8, ...components.map((component) => component.bit_depth)),
    chromaShift: [report.log2_chroma_w ?? 0, report.log2_chroma_h ?? 0],
  }));
}

function output(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 32 << 20, windowsHide: true }, (error, stdout) => {
      if (!error) return resolve(stdout);
      reject(
        new UserError(
          `${program} does not run: ${error.message.split('\n')[0]}`,
          'Reinstall ffmpeg, or name another copy with FFMPEG_PATH.',
          { cause: error },
        ),
      );
    });
  });
}

/** What `doctor` shows: the ffmpeg in use, or why there is none and what to do. */
export type FfmpegReport =
  | {
      readonly found: true;
      readonly path: string;
      readonly version: string;
      readonly foundBy: FfmpegTools['foundBy'];
      readonly encoders: readonly string[];
    }
  | { readonly found: false; readonly reason: string; readonly remedy: string };

export async function describeFfmpeg(): Promise<FfmpegReport> {
  try {
    const tools = await ffmpegTools();
    const { version, encoders } = await capabilities(tools);
    return { found: true, path: tools.ffmpeg, version, foundBy: tools.foundBy, encoders: [...encoders] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { found: false, reason: error.message, remedy: error.remedy };
  }
}
