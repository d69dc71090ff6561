import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { parameterName } from '../inspector/index.ts';
import { currentFace, keyId, select } from '../keying/index.ts';
import { selectOccluder, useOccluders } from '../occluders/index.ts';
import type { ClipFacts } from '../playback/index.ts';
import { applyEdit } from '../state/edit.ts';
import { useSession } from '../state/session.ts';
import type { Lane, LaneGroup, LaneLayout } from './layout.ts';
import { trackName } from './sceneSource.ts';
import { useTimelinePreferences } from './store.ts';
import styles from './Timeline.module.css';

interface Properties {
  readonly facts: ClipFacts;
  readonly layout: LaneLayout;
}

/** What each lane is. Tracks are renamed by a double click and folded by their arrow. */
export function Headers({ facts, layout }: Properties) {
  return (
    <div className={styles.groups} style={{ height: layout.height }}>
      {layout.groups.map((group) => (
        <div key={group.id} className={styles.group} style={{ top: group.top, height: group.height }}>
          {group.track === null ? (
            <span className={styles.title} style={{ height: group.height }}>
              {group.id === 'plate' ? 'Picture' : 'Sound'}
            </span>
          ) : (
            <TrackHeader facts={facts} group={group} track={group.track} />
          )}
        </div>
      ))}
    </div>
  );
}

function TrackHeader({
  facts,
  group,
  track,
}: {
  readonly facts: ClipFacts;
  readonly group: LaneGroup;
  readonly track: number;
}) {
  const key = `${facts.clip.id}/${track}`;
  const collapsed = useTimelinePreferences((preferences) => preferences.collapsed.includes(key));
  // names come from the document's performers too
  useSession((session) => session.document?.performers);
  const [typing, setTyping] = useState(false);
  const name = trackName(facts, track);
  const info = facts.faces?.tracks.find(({ id }) => id === track);
  const fold = () =>
    useTimelinePreferences.setState((state) => ({
      collapsed: collapsed ? state.collapsed.filter((one) => one !== key) : [...state.collapsed, key],
    }));
  const keep = (text: string) => {
    setTyping(false);
    if (text.trim() !== name)
      void applyEdit({ kind: 'track.rename', clip: facts.clip.id, track, name: text.trim() });
  };
  const Arrow = collapsed ? ChevronRight : ChevronDown;
  return (
    <>
      <div className={styles.track} style={{ height: group.lanes[0].height }}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={!collapsed}
          aria-label={`Graphs of ${name}`}
          onClick={fold}
        >
          <Arrow size={12} aria-hidden />
        </button>
        {typing ? (
          <input
            className={styles.rename}
            // the field appears because the artist asked for it by a double click
            ref={(field) => field?.select()}
            aria-label="Name of the track"
            defaultValue={name}
            maxLength={80}
            onBlur={(event) => keep(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') keep(event.currentTarget.value);
              if (event.key === 'Escape') setTyping(false);
            }}
          />
        ) : (
          <button
            type="button"
            className={styles.name}
            onDoubleClick={() => setTyping(true)}
            onKeyDown={({ key }) => {
              if (key === 'Enter' || key === 'F2') setTyping(true);
            }}
            title="Double-click to rename"
          >
            {name}
          </button>
        )}
        {info && <span className={styles.count}>{share(info.count, facts.frames)}</span>}
      </div>
      {group.lanes.slice(1).map((lane) => (
        <GraphTitle key={lane.top} lane={lane} facts={facts} />
      ))}
    </>
  );
}

function GraphTitle({ lane, facts }: { readonly lane: Lane; readonly facts: ClipFacts }) {
  const info = lane.kind === 'graph' ? facts.faces?.tracks.find(({ id }) => id === lane.track) : undefined;
  if (lane.kind === 'keys') return <KeysTitle lane={lane} clip={facts.clip.id} />;
  if (lane.kind === 'occluder') return <OccluderTitle lane={lane} facts={facts} />;
  if (lane.kind !== 'graph') return null;
  return (
    <span className={styles.graph} style={{ height: lane.height }}>
      {lane.graph === 'pose' ? (
        <>
          <i className={styles.yaw} /> yaw <i className={styles.pitch} /> pitch
        </>
      ) : (
        <>
          <i className={styles[lane.graph]} /> {lane.graph}
          {info && (
            <b>
              {lane.graph === 'confidence' ? info.meanConfidence.toFixed(2) : info.meanSharpness.toFixed(0)}
            </b>
          )}
        </>
      )}
    </span>
  );
}

/** The name of an object before the face; a press chooses it. */
function OccluderTitle({
  lane,
  facts,
}: {
  readonly lane: Lane & { kind: 'occluder' };
  readonly facts: ClipFacts;
}) {
  const selected = useOccluders((state) => state.selected === lane.occluder);
  const work = facts.clip.work.find(({ track }) => track === lane.track);
  const occluder = work?.occluders.find(({ id }) => id === lane.occluder);
  if (!occluder) return null;
  return (
    <button
      type="button"
      className={styles.parameter}
      style={{ height: lane.height }}
      aria-pressed={selected}
      title="Certainty with which it was followed; press to choose it"
      onClick={() => selectOccluder(occluder.id)}
    >
      {occluder.name}
    </button>
  );
}

/** The lane of all keys unfolds into one for each parameter; a press on one's name selects its keys. */
function KeysTitle({ lane, clip }: { readonly lane: Lane & { kind: 'keys' }; readonly clip: string }) {
  const { track, path, height } = lane;
  const key = `${clip}/${track}`;
  const unfolded = useTimelinePreferences((preferences) => preferences.unfolded.includes(key));
  if (path === null) {
    const fold = () =>
      useTimelinePreferences.setState((state) => ({
        unfolded: unfolded ? state.unfolded.filter((one) => one !== key) : [...state.unfolded, key],
      }));
    const Arrow = unfolded ? ChevronDown : ChevronRight;
    return (
      <button
        type="button"
        className={styles.keys}
        style={{ height }}
        aria-expanded={unfolded}
        onClick={fold}
      >
        <Arrow size={11} aria-hidden /> keys
      </button>
    );
  }
  const choose = () => {
    const curve = currentFace()?.curves[path] ?? [];
    select(curve.map(({ frame }) => keyId(path, frame)));
  };
  return (
    <button
      type="button"
      className={styles.parameter}
      style={{ height }}
      title="Select its keys"
      onClick={choose}
    >
      {parameterName(path)}
    </button>
  );
}

/** How much of the clip the face is in. */
function share(count: number, frames: number): string {
  const percent = (100 * count) / Math.max(1, frames);
  return percent > 0 && percent < 1 ? '<1 %' : `${Math.round(percent)} %`;
}
