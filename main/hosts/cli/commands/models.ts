import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { modelManifest, modelPath } from '../../../../native-models/index.ts';
import { type CommonOptions, jsonOption } from '../options.ts';
import { createOutput } from '../output.ts';

export function modelsCommand(): Command {
  return new Command('models')
    .description('list the pretrained networks: what each is for, its origin and its licence')
    .addOption(jsonOption())
    .action(async (options: CommonOptions) => {
      const output = createOutput(options.json === true);
      for (const model of modelManifest.models) {
        const built = existsSync(modelPath(model.name));
        await output.line({ ...model, built });
        output.say(`${model.name}\n  from ${model.origin}, licence ${model.licence}`);
        output.say(
          `  ${model.package}@${model.version}, ${built ? 'built' : 'not built: run npm run setup'}`,
        );
      }
    });
}
