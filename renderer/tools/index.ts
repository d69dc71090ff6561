export { FrameNumber } from './FrameNumber.tsx';
export { PercentNumber } from './PercentNumber.tsx';
export { ToolNumber } from './ToolNumber.tsx';
export type { Tool, ToolProperties } from './tool.ts';
export { POINTER_KEYS } from './toolCommands.ts';
export { registerTool, takeTool, useTools } from './toolStore.ts';
