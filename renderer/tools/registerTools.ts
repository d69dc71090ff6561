import { registerTool } from './toolStore.ts';

/** Every tool, in the order of the strip: a line each, so that tools can be added side by side. */
export function registerTools(): void {
  for (const tool of []) registerTool(tool);
}
