import { CommanderError } from 'commander';
import { UserError } from '../../common/index.ts';

/** What the process tells its caller. Documented in the README; scripts and render farms rely on it. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  wrongUse: 2,
  interrupted: 130,
  terminated: 143,
} as const;

/** Work that stopped because the person or the system asked for it. */
export class Stopped extends Error {
  readonly signal: 'SIGINT' | 'SIGTERM';

  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super(`Stopped by ${signal}.`);
    this.name = 'Stopped';
    this.signal = signal;
  }
}

/** Exit code and the lines to print on standard error for whatever a command threw. */
export function explain(error: unknown): { code: number; lines: string[] } {
  if (error instanceof Stopped) {
    const code = error.signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
    return { code, lines: ['Stopped. The same command with --resume goes on from here.'] };
  }
  if (error instanceof UserError) return { code: error.exitCode, lines: [error.message, error.remedy] };
  if (error instanceof CommanderError) {
    // --help and --version arrive here too, with code 0; commander has printed its own words
    return { code: error.exitCode === 0 ? exitCodes.ok : exitCodes.wrongUse, lines: [] };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: exitCodes.failed,
    lines: ['This is a defect in Understudy; please report it with these lines:', text],
  };
}
