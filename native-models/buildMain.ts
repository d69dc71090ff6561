import { UserError } from '../main/common/index.ts';
import { buildModels, updateManifest } from './build.ts';

// Builds the pretrained networks: `npx tsx native-models/buildMain.ts [--update]`.
try {
  if (process.argv.includes('--update')) await updateManifest();
  else await buildModels({ onProgress: ({ stage }) => process.stderr.write(`${stage}\n`) });
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n${error.remedy}\n`);
  process.exitCode = error.exitCode;
}
