import { Command, InvalidArgumentError } from 'commander';
import { analyze, makeFaceset } from '../../../app/index.ts';
import {
  coverage,
  openFaceset,
  type SortKey,
  setInclude,
  sortFaces,
  sortKeys,
} from '../../../faces/index.ts';
import { type CommonOptions, jsonOption, projectOption, wholeNumber, withProject } from '../options.ts';

export function facesetCommand(): Command {
  const command = new Command('faceset').description('facesets: the aligned faces of one performer');
  command.addCommand(buildCommand()).addCommand(listCommand()).addCommand(coverageCommand());
  command.addCommand(includeCommand('include', 'take faces into training', true));
  command.addCommand(includeCommand('exclude', 'leave faces out of training; the pictures stay', false));
  return command;
}

interface BuildOptions extends CommonOptions {
  readonly name: string;
  readonly track?: number;
  readonly every?: number;
}

function buildCommand(): Command {
  return new Command('build')
    .description("cut a performer's faces out of one or more clips (analysed first where needed)")
    .argument('<clips...>')
    .addOption(projectOption())
    .requiredOption('--name <faceset>', "the faceset's name in the project")
    .option('--track <n>', "the performer's track; default: the one seen most", wholeNumber(1))
    .option('--every <n>', 'take every n-th frame', wholeNumber(1))
    .addOption(jsonOption())
    .action(async (clips: string[], options: BuildOptions) => {
      await withProject(options.project ?? '', options, async ({ app, output }) => {
        const analyzed = [];
        for (const clip of clips) analyzed.push(await analyze(app, clip));
        const faceset = await makeFaceset(app, options.name, analyzed, options);
        await output.line({ name: options.name, faces: faceset.entries.length, folder: faceset.folder });
        output.say(`Faceset "${options.name}": ${faceset.entries.length} faces in ${faceset.folder}`);
      });
    });
}

interface ListOptions extends CommonOptions {
  readonly name: string;
  readonly sort: SortKey;
}

function listCommand(): Command {
  return new Command('list')
    .description('list the faces of a set')
    .argument('<faceset>')
    .addOption(projectOption())
    .option('--sort <by>', sortKeys.join(', '), checkSort, 'frame')
    .addOption(jsonOption())
    .action(async (name: string, options: ListOptions) => {
      await withExisting(options, async ({ app, output }) => {
        const faceset = await openFaceset(app.project.facesetFolder(name));
        for (const { landmarks: _, ...face } of sortFaces(faceset.entries, options.sort)) {
          await output.line(face);
          const [yaw, pitch] = face.pose.map((angle) => angle.toFixed(0));
          output.say(
            `${face.include ? ' ' : '-'} ${face.id}  yaw ${yaw}°  pitch ${pitch}°  sharpness ${face.sharpness.toFixed(1)}  ` +
              `similarity ${face.similarity.toFixed(2)}  ${face.size.toFixed(0)} px`,
          );
        }
      });
    });
}

interface CoverageOptions extends CommonOptions {
  readonly source: string;
  readonly plate: string;
}

function coverageCommand(): Command {
  return new Command('coverage')
    .description('say which poses of the plate the source lacks')
    .addOption(projectOption())
    .requiredOption('--source <faceset>')
    .requiredOption('--plate <faceset>')
    .addOption(jsonOption())
    .action(async (options: CoverageOptions) => {
      await withExisting(options, async ({ app, output }) => {
        const source = await openFaceset(app.project.facesetFolder(options.source));
        const plate = await openFaceset(app.project.facesetFolder(options.plate));
        const report = coverage(source.entries, plate.entries);
        await output.line(report);
        output.say(`The source covers ${(100 * report.covered).toFixed(0)} % of the plate's faces by pose.`);
        for (const line of report.lines) output.say(`  ${line}`);
      });
    });
}

function includeCommand(name: 'include' | 'exclude', description: string, include: boolean): Command {
  return new Command(name)
    .description(description)
    .argument('<faceset>')
    .argument('<ids...>', 'as "faceset list" prints them')
    .addOption(projectOption())
    .addOption(jsonOption())
    .action(async (set: string, ids: string[], options: CommonOptions) => {
      await withExisting(options, async ({ app, output }) => {
        const faceset = await openFaceset(app.project.facesetFolder(set));
        const after = await setInclude(faceset, ids, include);
        const used = after.entries.filter((entry) => entry.include).length;
        await output.line({ name: set, included: used, of: after.entries.length });
        output.say(`${used} of ${after.entries.length} faces of "${set}" are used for training.`);
      });
    });
}

const withExisting = (options: CommonOptions, work: Parameters<typeof withProject>[2]): Promise<void> =>
  withProject(options.project ?? '', options, work, {});

function checkSort(text: string): SortKey {
  const found = sortKeys.find((sort) => sort === text);
  if (found) return found;
  throw new InvalidArgumentError(`It must be one of ${sortKeys.join(', ')}.`);
}
