import { InvalidArgumentError, Option } from 'commander';
import type { App } from '../../app/index.ts';
import type { Provider } from '../../engine/index.ts';
import { Project } from '../../project/index.ts';
import { createOutput, type Output } from './output.ts';
import { stopSignal } from './stop.ts';

/** Parses a whole number in a range, for commander. */
export function wholeNumber(low: number, high = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** A range of frames `first-last`, both included, or one frame. Returned as [start, end). */
export function frameRange(text: string): { start: number; end: number } {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const start = Number(match?.[1]);
  const last = Number(match?.[2] ?? match?.[1]);
  if (!match || last < start) throw new InvalidArgumentError('Write it as first-last, e.g. 100-250.');
  return { start, end: last + 1 };
}

export const jsonOption = (): Option => new Option('--json', 'print JSON lines instead of sentences');
export const projectOption = (): Option =>
  new Option('--project <folder>', "the project's folder; made when it does not exist").makeOptionMandatory();
export const providerOption = (): Option =>
  new Option('--provider <name>', 'cpu, cuda, dml, coreml or webgpu; default: the best this machine has');
export const sizeOption = (): Option =>
  new Option('--size <size>', 'network: fast 64 px, standard 128 px, fine 256 px')
    .choices(['fast', 'standard', 'fine'])
    .default('fast');

export interface CommonOptions {
  readonly json?: boolean;
  readonly project?: string;
  readonly provider?: string;
}

/** What every command works with. */
export interface Session {
  readonly app: App;
  readonly output: Output;
}

/**
 * Runs a command's work in an open project with progress, warnings and a stop signal wired up.
 *
 * @param folder the project's folder
 */
export async function withProject(
  folder: string,
  options: CommonOptions,
  work: (session: Session) => Promise<void>,
  open: { create?: boolean } = { create: true },
): Promise<void> {
  const output = createOutput(options.json === true);
  const { signal, dispose } = stopSignal();
  try {
    const app: App = {
      project: await Project.open(folder, open),
      onProgress: output.progress,
      warn: output.warn,
      signal,
      ...(options.provider === undefined ? {} : { provider: options.provider as Provider }),
    };
    await work({ app, output });
    output.endProgress();
  } catch (error) {
    output.endProgress();
    // whatever a stage threw when it was stopped, the reason is the stop
    throw signal.aborted ? signal.reason : error;
  } finally {
    dispose();
  }
}
