// The swapped face moved by hand against the plate's.
export { fitTool } from './fitTool.ts';
