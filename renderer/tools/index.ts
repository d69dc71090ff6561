export { ToolNumber } from './ToolNumber.tsx';
export type { Tool, ToolProperties } from './tool.ts';
export { registerTool, takeTool, useTools } from './toolStore.ts';
