import { explain } from './exitCodes.ts';
import { buildProgram } from './program.ts';

// A reader that went away (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await buildProgram().parseAsync();
} catch (error) {
  const { code, lines } = explain(error);
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = code;
}
// Idle worker threads and runtime pools must not hold the process once its work is done.
process.stdout.write('', () => process.exit(process.exitCode ?? 0));
