export { lightTool } from './lightTool.ts';
