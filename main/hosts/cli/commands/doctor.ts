import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { modelManifest, modelPath } from '../../../../native-models/index.ts';
import { chooseProvider, describeProviders } from '../../../engine/index.ts';
import { describeFfmpeg } from '../../../media/index.ts';
import { findElectron } from '../../findElectron.ts';
import { findBrowser } from '../../loopback/index.ts';
import { type CommonOptions, jsonOption } from '../options.ts';
import { createOutput } from '../output.ts';

/** One thing doctor looked at. */
interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  /** what to do when it is missing */
  readonly remedy?: string;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what this machine offers and what to do about what is missing')
    .addOption(jsonOption())
    .action(async (options: CommonOptions) => {
      const output = createOutput(options.json === true);
      const findings = [
        machine(),
        ...(await providers()),
        await ffmpeg(),
        models(),
        eagerExecutor(),
        electron(),
        browser(),
      ];
      for (const finding of findings.flat()) {
        await output.line(finding);
        output.say(`${finding.ok ? '✓' : '–'} ${finding.what}: ${finding.found}`);
        if (finding.remedy) output.say(`    ${finding.remedy}`);
      }
    });
}

function machine(): Finding {
  const processors = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const found = `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${memory} GiB, Node ${process.versions.node}`;
  return { what: 'Machine', ok: true, found };
}

async function providers(): Promise<Finding[]> {
  const rows = (await describeProviders()).map(({ provider, works, sentence }) => ({
    what: `Provider ${provider}`,
    ok: works,
    found: sentence,
  }));
  const choice = await chooseProvider({ purpose: 'training' });
  return [...rows, { what: 'Training', ok: true, found: choice.sentence }];
}

async function ffmpeg(): Promise<Finding[]> {
  const report = await describeFfmpeg();
  if (!report.found) return [{ what: 'ffmpeg', ok: false, found: report.reason, remedy: report.remedy }];
  const wanted = ['libx264', 'libx265', 'prores_ks', 'ffv1', 'png', 'exr', 'h264_nvenc', 'h264_videotoolbox'];
  const has = wanted.filter((name) => report.encoders.includes(name));
  return [
    { what: 'ffmpeg', ok: true, found: `${report.version} at ${report.path}` },
    {
      what: 'Encoders',
      ok: has.includes('libx264') && has.includes('ffv1'),
      found: has.join(', ') || 'none of those Understudy uses',
      ...(has.includes('libx264') ? {} : { remedy: 'Install an ffmpeg built with libx264.' }),
    },
  ];
}

function models(): Finding {
  const missing = modelManifest.models.filter(({ name }) => !existsSync(modelPath(name)));
  const found = `${modelManifest.models.length - missing.length} of ${modelManifest.models.length} built`;
  const remedy = missing.length > 0 ? { remedy: 'Run npm run setup.' } : {};
  return { what: 'Pretrained networks', ok: missing.length === 0, found, ...remedy };
}

function eagerExecutor(): Finding {
  const addon = packageFolder('@tensorflow/tfjs-node-gpu');
  const ok = addon !== undefined && existsSync(join(addon, 'deps', 'lib'));
  return {
    what: 'tfjs-node-gpu (second executor)',
    ok,
    found: ok ? 'installed' : 'its native library is not installed',
    ...(ok ? {} : { remedy: 'Optional, needs CUDA 11: npm run setup:gpu.' }),
  };
}

function electron(): Finding {
  const program = findElectron();
  return {
    what: 'Electron',
    ok: program !== undefined,
    found: program ?? 'its program has not been downloaded',
    ...(program ? {} : { remedy: 'Only the desktop window needs it: node node_modules/electron/install.js' }),
  };
}

function browser(): Finding {
  const found = findBrowser();
  return {
    what: 'Browser',
    ok: found !== undefined,
    found: found ?? 'no Chrome, Edge or Chromium',
    ...(found
      ? {}
      : { remedy: 'Install Chromium (Debian: apt-get install chromium) to watch films and run the tests.' }),
  };
}

function packageFolder(name: string): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
