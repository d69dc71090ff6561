// The faces of a clip as an artist orders them: which is worked on, split, joined, deleted, absent.
export { TracksGroup } from './TracksGroup.tsx';
export { canMarkAbsent, toggleAbsent, trackCommands } from './trackCommands.ts';
export { isAbsentAt } from './trackEdits.ts';
export { facedClip, nameOfTrack, trackMenu } from './trackMenu.ts';
export { chooseTrack, trackInHand, useTracks } from './trackStore.ts';
