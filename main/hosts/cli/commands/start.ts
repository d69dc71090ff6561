import { Command } from 'commander';
import { runStart } from '../start.ts';

export function startCommand(): Command {
  return new Command('start')
    .description('open the editor: in Electron, else in an installed browser; the demo project at first')
    .option('--project <folder>', 'open this project')
    .action(runStart);
}
