// Keys of the face in view: curves, the selection, what commands do with them.

export { clipboardCommands } from './clipboardCommands.tsx';
export {
  type Curves,
  clampValue,
  keyedPaths,
  keyOn,
  nextKeyFrame,
  type Push,
  withCurve,
  withKeys,
  withValue,
} from './curves.ts';
export { followKeyMap } from './deepFaceLabKeys.ts';
export {
  allKeys,
  goToKey,
  moveSelected,
  push,
  removeAllKeys,
  removeSelected,
  setShape,
  shapeAt,
  shapeSelected,
  toggleKeys,
  valueAt,
} from './keyActions.ts';
export { keyCommands } from './keyCommands.ts';
export {
  changeCurves,
  changeFace,
  changeSetting,
  changeSettings,
  currentFace,
  placeNow,
  type ShownFace,
  select,
  useFace,
  useFromFace,
  useKeying,
  useKeyingPreferences,
} from './keyingStore.ts';
export { chosenKeys, keyId, moved, type Rearranged, rearranged, scaled } from './selection.ts';
