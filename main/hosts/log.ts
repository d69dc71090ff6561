import { UserError } from '../common/index.ts';

/** Writes down what went wrong inside, with its stack, on standard error: the terminal or the service's log. */
export function logDefect(error: unknown, where = 'editor'): void {
  if (error instanceof UserError) {
    process.stderr.write(`${error.message} ${error.remedy}\n`);
    return;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${new Date().toISOString()} ${where}: ${text}\n`);
}
