import { Command } from 'commander';
import { wholeNumber } from '../options.ts';
import { runServe } from '../serve.ts';

const several = (value: string, before: string[] = []): string[] => [...before, value];

export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the editor of one project on 127.0.0.1, for a browser on this machine or through ssh')
    .requiredOption('--project <folder>', "the project's folder; made when it does not exist")
    .option('--port <n>', 'port to listen on; default: any free one', wholeNumber(1, 65535))
    .option('--root <folder>', 'folder the file browser may show; may be given several times', several)
    .addHelpText(
      'after',
      '\nThe address carries a token of this start. A service that restarts on the same --port can set it in' +
        '\nthe environment variable UNDERSTUDY_TOKEN (openssl rand -hex 16), so that open pages come back.' +
        '\nFrom another machine: ssh -L PORT:127.0.0.1:PORT host, with the same port on both sides.',
    )
    .action(runServe);
}
