import { Command } from 'commander';
import { fileConsent } from '../../../project/index.ts';
import { consentTemplate } from '../../../trust/index.ts';
import { type CommonOptions, jsonOption, projectOption, withProject } from '../options.ts';

export function consentCommand(): Command {
  const command = new Command('consent').description("performers' consent records");
  command
    .command('template')
    .description('print a record to fill in')
    .action(() => {
      process.stdout.write(`${JSON.stringify(consentTemplate(new Date()), null, 2)}\n`);
    });
  command
    .command('file')
    .description('check a record and store it in a project')
    .argument('<record.json>')
    .addOption(projectOption())
    .addOption(jsonOption())
    .action(async (path: string, options: CommonOptions) => {
      await withProject(options.project ?? '', options, async ({ app, output }) => {
        const { record, hash } = await fileConsent(app.project, path);
        await output.line({ performer: record.performer, hash });
        output.say(`Filed the consent of ${record.performer} (${hash.slice(0, 12)}).`);
      });
    });
  return command;
}
