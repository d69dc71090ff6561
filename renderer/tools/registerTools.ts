import { registerCommands } from '../commands/registry.ts';
import { lightTool } from './light/index.ts';
import { paintCommands, paintTool } from './paint/index.ts';
import { registerTool } from './toolStore.ts';

/** Every tool, in the order of the strip: a line each, so that tools can be added side by side. */
export function registerTools(): void {
  registerTool(paintTool);
  registerCommands(paintCommands);
  registerTool(lightTool);
}
