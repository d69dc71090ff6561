export { alignmentOf, fitSimilarity } from './alignment.ts';
export { type ClipAnalysis, type FaceMeasurement, readAnalysis, type TrackSummary } from './analysisFile.ts';
export { type AnalyzeOptions, analyzeClip } from './analyze.ts';
export { carryThrough } from './carryThrough.ts';
export { chooseTrack } from './chooseTrack.ts';
export { convexHull } from './convexHull.ts';
export {
  CorrectedAnalysis,
  correctedAnalysis,
  type FaceBase,
  type FaceView,
  type FoundFaces,
} from './correctedAnalysis.ts';
export type { CorrectedWork } from './correctionPlan.ts';
export * from './coverage.ts';
export * from './faceset.ts';
export * from './facesetBuild.ts';
export * from './facesetCrop.ts';
export { FACESET_INDEX } from './facesetIndex.ts';
export { describeFace, meanDescriptor, SAME_PERSON, similarityOf } from './identity.ts';
export { frameToJson } from './json.ts';
export { type FaceNetworks, type NetworkOptions, openFaceNetworks, openMeshNetwork } from './networks.ts';
export { poseOf } from './pose.ts';
export type { Picture } from './raster.ts';
export { type Redetected, redetectFace } from './redetect.ts';
export { smoothAlignments } from './smoothing.ts';
export * from './sort.ts';
export { analyzeStill, type StillFace } from './stills.ts';
export * from './types.ts';
