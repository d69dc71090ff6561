import { registerCommands } from '../commands/registry.ts';
import { fitTool } from './fit/index.ts';
import { landmarkCommands, landmarkTool } from './landmarks/index.ts';
import { lightTool } from './light/index.ts';
import { occluderTool } from './occluder/index.ts';
import { paintCommands, paintTool } from './paint/index.ts';
import { toolCommands } from './toolCommands.ts';
import { registerTool, useTools } from './toolStore.ts';

/** Every tool, in the order of the strip: a line each, so that tools can be added side by side. */
export function registerTools(): void {
  registerTool(paintTool);
  registerTool(landmarkTool);
  registerTool(fitTool);
  registerTool(lightTool);
  registerTool(occluderTool);
  registerCommands(toolCommands(useTools.getState().tools));
  registerCommands(paintCommands);
  registerCommands(landmarkCommands);
}
