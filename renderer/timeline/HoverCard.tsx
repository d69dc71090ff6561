import { useEffect, useRef } from 'react';
import { type ClipFacts, formatTimecode } from '../playback/index.ts';
import { usePlayback } from '../state/playback.ts';
import { CACHE_TOP } from './layout.ts';
import { useTimeline } from './store.ts';
import styles from './Timeline.module.css';
import type { Thumbnails } from './thumbnails.ts';

interface Properties {
  readonly facts: ClipFacts;
  readonly thumbnails: Thumbnails;
}

const WIDTH = 132;

/** Says what lies under the pointer: picture, frame, timecode. Follows below the ruler. */
export function HoverCard({ facts, thumbnails }: Properties) {
  const hover = useTimeline((state) => state.hover);
  const width = useTimeline((state) => state.width);
  const scrubbing = usePlayback((playback) => playback.scrubbing);
  const picture = useRef<HTMLCanvasElement>(null);
  const frame = hover?.frame ?? null;
  useEffect(() => {
    const canvas = picture.current;
    if (frame === null || !canvas) return;
    // the picture may still be on its way: look again with the next frames of the screen
    let request = 0;
    const draw = () => {
      const bitmap = thumbnails.get(facts.clip.id, frame);
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
  }, [frame, facts.clip.id, thumbnails]);
  if (!hover || frame === null || scrubbing) return null;
  const left = Math.min(Math.max(4, hover.x - WIDTH / 2), Math.max(4, width - WIDTH - 4));
  return (
    <div className={styles.hover} style={{ left, top: CACHE_TOP + 32, width: WIDTH }} aria-hidden>
      <canvas ref={picture} style={{ aspectRatio: `${facts.media.width} / ${facts.media.height}` }} />
      <span>{formatTimecode(frame, facts.timecode)}</span>
      <span>{frame}</span>
    </div>
  );
}
