import { Command, InvalidArgumentError, Option } from 'commander';
import { train } from '../../../app/index.ts';
import { fileConsent, requireConsent } from '../../../project/index.ts';
import type { ModelPreset } from '../../../training/index.ts';
import {
  type CommonOptions,
  jsonOption,
  positiveNumber,
  projectOption,
  providerOption,
  sizeOption,
  wholeNumber,
  withProject,
} from '../options.ts';

export interface TrainOptions extends CommonOptions {
  readonly source: string;
  readonly plate: string;
  readonly model: string;
  readonly consent?: string;
  readonly size: ModelPreset;
  readonly steps?: number;
  readonly minutes?: number;
  readonly seed: number;
  readonly batch?: number;
  readonly optimiser: 'adam' | 'adabelief';
  readonly executor: 'onnx' | 'tfjs-node-gpu';
  readonly checkpointSeconds?: number;
  readonly resume?: boolean;
}

/** Options `train` and `swap` share. */
export function addTrainingOptions(command: Command): Command {
  return command
    .option('--consent <record.json>', "the performer's consent record; stored in the project")
    .addOption(sizeOption())
    .option('--steps <n>', 'train until this many steps are done', wholeNumber(1))
    .option(
      '--minutes <n>',
      'train for this many minutes (default 10 when --steps is not given)',
      positiveNumber,
    )
    .option('--seed <n>', 'seed of every random choice', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--batch <n>', 'faces of each person per step', wholeNumber(1, 64))
    .option('--optimiser <name>', 'adam or adabelief', checkOptimiser, 'adam')
    .addOption(
      new Option(
        '--executor <name>',
        'what runs the training step: onnxruntime, or tfjs-node-gpu (setup:gpu)',
      )
        .choices(['onnx', 'tfjs-node-gpu'])
        .default('onnx'),
    )
    .option('--checkpoint-seconds <n>', 'time between checkpoints: what a kill can cost', positiveNumber, 60)
    .option('--resume', 'go on from the newest checkpoint')
    .addOption(providerOption())
    .addOption(jsonOption());
}

export function trainCommand(): Command {
  const command = new Command('train')
    .description('train a swap model for one pair of performers')
    .addOption(projectOption())
    .requiredOption('--source <faceset>', 'faceset of the performer whose face goes in')
    .requiredOption('--plate <faceset>', 'faceset of the performer in the shot')
    .option('--model <name>', "the model's name in the project", 'swap');
  return addTrainingOptions(command).action(async (options: TrainOptions) => {
    await withProject(options.project ?? '', options, async ({ app, output }) => {
      if (options.consent) await fileConsent(app.project, options.consent);
      await requireConsent(app.project, 'Training');
      const result = await train(app, {
        ...options,
        onStep: (step) => output.line(step),
      });
      await output.line({ model: options.model, step: result.step, checkpoint: result.checkpoint });
      output.say(`Model "${options.model}" stands at step ${result.step}: ${result.checkpoint}`);
    });
  });
}

function checkOptimiser(text: string): 'adam' | 'adabelief' {
  if (text === 'adam' || text === 'adabelief') return text;
  throw new InvalidArgumentError('It must be adam or adabelief.');
}
