import { useEffect, useRef } from 'react';
import { type ClipFacts, formatTimecode } from '../playback/index.ts';
import { usePlayback } from '../state/playback.ts';
import { HEAD_HEIGHT } from './layout.ts';
import type { GraphColumn } from './scene.ts';
import { type Hover, useTimeline } from './store.ts';
import type { Surface } from './surface.ts';
import styles from './Timeline.module.css';

interface Properties {
  readonly facts: ClipFacts;
  readonly surface: Surface;
}

/** Says what lies under the pointer: the picture over ruler and film strip, measured values over a track. */
export function HoverCard({ facts, surface }: Properties) {
  const hover = useTimeline((state) => state.hover);
  const width = useTimeline((state) => state.width);
  const scrubbing = usePlayback((playback) => playback.scrubbing);
  if (!hover || scrubbing) return null;
  const wide = hover.track === null ? 132 : 124;
  // beside the pointer, on the side where there is room
  const left = hover.x + 14 + wide > width ? hover.x - wide - 14 : hover.x + 14;
  const top = hover.track === null ? HEAD_HEIGHT + 4 : Math.max(HEAD_HEIGHT + 4, hover.y - 60);
  return (
    <div className={styles.hover} style={{ left: Math.max(4, left), top, width: wide }} aria-hidden>
      {hover.track === null && <Picture facts={facts} frame={hover.frame} surface={surface} />}
      <span>{formatTimecode(hover.frame, facts.timecode)}</span>
      <span>{hover.frame}</span>
      {hover.track !== null && <Values hover={hover} surface={surface} />}
    </div>
  );
}

function Picture({
  facts,
  frame,
  surface,
}: {
  readonly facts: ClipFacts;
  readonly frame: number;
  readonly surface: Surface;
}) {
  const picture = useRef<HTMLCanvasElement>(null);
  const { id } = facts.clip;
  useEffect(() => {
    const canvas = picture.current;
    if (!canvas) return;
    // the picture may still be on its way: look again with the next frames of the screen
    let request = 0;
    const draw = () => {
      const bitmap = surface.source.thumbnails.get(id, frame);
      if (!bitmap) {
        request = requestAnimationFrame(draw);
        return;
      }
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    };
    draw();
    return () => cancelAnimationFrame(request);
  }, [frame, id, surface]);
  return <canvas ref={picture} style={{ aspectRatio: `${facts.media.width} / ${facts.media.height}` }} />;
}

const rows: readonly (readonly [GraphColumn, (value: number) => string])[] = [
  ['confidence', (value) => value.toFixed(2)],
  ['sharpness', (value) => value.toFixed(0)],
  ['yaw', (value) => `${value.toFixed(0)}°`],
  ['pitch', (value) => `${value.toFixed(0)}°`],
];

function Values({ hover, surface }: { readonly hover: Hover; readonly surface: Surface }) {
  const graphs = surface.scene?.tracks.find(({ id }) => id === hover.track)?.graphs;
  if (!graphs) return null;
  const seen = !Number.isNaN(graphs.confidence.levels[0].min[hover.frame] ?? Number.NaN);
  if (!seen) return <span className={styles.value}>no face here</span>;
  return rows.map(([column, write]) => (
    <span key={column} className={styles.value}>
      <i className={styles[column]} /> {column} <b>{write(graphs[column].levels[0].min[hover.frame])}</b>
    </span>
  ));
}
