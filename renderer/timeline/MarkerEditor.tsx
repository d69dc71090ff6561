import { Trash2 } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Marker } from '../../preload/contract/index.ts';
import { IconButton } from '../app/ui/index.ts';
import { type ClipFacts, formatTimecode } from '../playback/index.ts';
import { applyEdit } from '../state/edit.ts';
import { HEAD_HEIGHT } from './layout.ts';
import styles from './MarkerEditor.module.css';
import { markerColours } from './palette.ts';
import { useTimeline } from './store.ts';
import { frameToX } from './timeWindow.ts';

const WIDTH = 230;

/** Words and colour of a marker, below its flag. Return or a click elsewhere keeps them. */
export function MarkerEditor({ facts }: { readonly facts: ClipFacts }) {
  const id = useTimeline((state) => state.editing);
  const window = useTimeline((state) => state.window);
  const width = useTimeline((state) => state.width);
  const marker = facts.clip.markers.find((one) => one.id === id);
  if (!marker) return null;
  const left = Math.min(Math.max(4, frameToX(window, marker.frame) - 12), Math.max(4, width - WIDTH - 4));
  return (
    <fieldset
      className={styles.marker}
      data-over-lanes
      aria-label={`Marker at ${formatTimecode(marker.frame, facts.timecode)}`}
      style={{ left, top: HEAD_HEIGHT + 2, width: WIDTH }}
    >
      <Words key={marker.id} clip={facts.clip.id} marker={marker} />
      <div className={styles.colours} role="radiogroup" aria-label="Colour">
        {Marker.shape.colour.options.map((colour) => (
          // biome-ignore lint/a11y/useSemanticElements: dots of colour, drawn as buttons
          <button
            key={colour}
            type="button"
            role="radio"
            aria-checked={marker.colour === colour}
            aria-label={colour}
            className={styles.colour}
            style={{ background: markerColours[colour] }}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => void change(facts.clip.id, marker.id, { colour })}
          />
        ))}
        <IconButton
          icon={Trash2}
          label="Remove Marker"
          onClick={() => {
            close();
            void applyEdit({ kind: 'marker.remove', clip: facts.clip.id, id: marker.id });
          }}
        />
      </div>
    </fieldset>
  );
}

function Words({ clip, marker }: { readonly clip: string; readonly marker: Marker }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const keep = (label: string) => {
    if (label.trim() !== marker.label) void change(clip, marker.id, { label: label.trim() });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key === 'Escape') event.currentTarget.value = marker.label;
    if (event.key === 'Enter' || event.key === 'Escape') {
      keep(event.currentTarget.value);
      close();
    }
  };
  return (
    <input
      ref={field}
      className={styles.words}
      aria-label="Words of the marker"
      placeholder="Say what is here"
      defaultValue={marker.label}
      maxLength={200}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        keep(event.currentTarget.value);
        // to one of the colours is not away
        const next = event.relatedTarget;
        if (!(next instanceof Element) || !next.closest('[data-over-lanes]')) close();
      }}
    />
  );
}

const close = (): void => useTimeline.setState({ editing: null });

const change = (clip: string, id: string, to: Partial<Omit<Marker, 'id'>>): Promise<boolean> =>
  applyEdit({ kind: 'marker.change', clip, id, change: to });
