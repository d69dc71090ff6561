import { Command } from 'commander';
import { analyzeCommand } from './commands/analyze.ts';
import { consentCommand } from './commands/consent.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { facesetCommand } from './commands/faceset.ts';
import { modelsCommand } from './commands/models.ts';
import { probeCommand } from './commands/probe.ts';
import { renderCommand } from './commands/render.ts';
import { serveCommand } from './commands/serve.ts';
import { startCommand } from './commands/start.ts';
import { swapCommand } from './commands/swap.ts';
import { trainCommand } from './commands/train.ts';

/** The command line: one subcommand per stage, `swap` for the whole way. */
export function buildProgram(): Command {
  const program = new Command('understudy')
    .description("Replaces a performer's face in a shot, with consent on file.")
    .version('0.1.0')
    .showHelpAfterError('Run "understudy --help" or "understudy <command> --help" for the options.')
    .addHelpText(
      'after',
      '\nExit codes: 0 ok, 1 failed, 2 wrong use, 130 stopped by Ctrl-C, 143 terminated.',
    );
  const commands = [
    startCommand(),
    serveCommand(),
    probeCommand(),
    analyzeCommand(),
    facesetCommand(),
    trainCommand(),
    renderCommand(),
    swapCommand(),
    consentCommand(),
    modelsCommand(),
    doctorCommand(),
    demoCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  throwInsteadOfExit(program);
  return program;
}

/** Exit codes are decided in one place, `exitCodes.ts`. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}
