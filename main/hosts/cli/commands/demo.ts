import { Command } from 'commander';
import { runDemo } from '../demo.ts';
import { positiveNumber } from '../options.ts';

export function demoCommand(): Command {
  return new Command('demo')
    .description('swap the two men of the demo footage, from two clips to a film and a contact sheet')
    .option('--minutes <n>', 'train for this long', positiveNumber)
    .option('--folder <folder>', 'where to keep the demo', 'demo')
    .action(runDemo);
}
