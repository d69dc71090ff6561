import { UserError } from '../../common/index.ts';
import type { ProjectClip } from '../schema.ts';
import { checkFrame } from './clipEdits.ts';
import { clipOf, type EditRules, refuseTwice } from './rule.ts';

type Marker = ProjectClip['markers'][number];

/** The markers of a clip are kept in the order of their frames. */
export const markerEdits: EditRules<'marker.add' | 'marker.change' | 'marker.remove'> = {
  'marker.add': {
    label: () => 'Add marker',
    reduce(draft, { clip: id, marker }, context) {
      const clip = clipOf(draft, id);
      refuseTwice(clip.markers, marker.id, 'marker');
      checkFrame(clip, marker.frame, 'marker', context);
      insert(clip, marker);
    },
  },
  'marker.change': {
    label: ({ change }) => (change.frame === undefined ? 'Change marker' : 'Move marker'),
    reduce(draft, { clip: id, id: markerId, change }, context) {
      const clip = clipOf(draft, id);
      const marker = markerOf(clip, markerId);
      if (change.label !== undefined) marker.label = change.label;
      if (change.colour !== undefined) marker.colour = change.colour;
      if (change.frame === undefined || change.frame === marker.frame) return;
      checkFrame(clip, change.frame, 'marker', context);
      clip.markers.splice(clip.markers.indexOf(marker), 1);
      insert(clip, { ...marker, frame: change.frame });
    },
  },
  'marker.remove': {
    label: () => 'Remove marker',
    reduce(draft, { clip: id, id: markerId }) {
      const clip = clipOf(draft, id);
      clip.markers.splice(clip.markers.indexOf(markerOf(clip, markerId)), 1);
    },
  },
};

function insert(clip: ProjectClip, marker: Marker): void {
  const after = clip.markers.findIndex((other) => other.frame > marker.frame);
  clip.markers.splice(after < 0 ? clip.markers.length : after, 0, marker);
}

function markerOf(clip: ProjectClip, id: string): Marker {
  const marker = clip.markers.find((one) => one.id === id);
  if (marker) return marker;
  throw new UserError(`${clip.name} has no marker "${id}".`, 'It may just have been removed.');
}
