export { type FlowField, type FlowOptions, flow, flowBoth } from './flow.ts';
export type { LevelFlow } from './inverseSearch.ts';
export {
  clipRegion,
  type GrayPicture,
  grayRegion,
  type PlateRegion,
  type RegionPicture,
  regionSize,
} from './picture.ts';
export { boxMean } from './sample.ts';
