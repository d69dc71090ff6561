import { useEffect, useState } from 'react';
import { Group, Layer, Stage } from 'react-konva';
import { clipOf, useSession } from '../../state/session.ts';
import { useView } from '../../state/view.ts';
import { useShown } from '../shownStore.ts';
import styles from '../Viewer.module.css';
import { useViewport } from '../viewportStore.ts';
import { FaceMarks } from './FaceMarks.tsx';
import { followFaces, useFacesAt } from './facesAt.ts';
import { SafeAreas } from './SafeAreas.tsx';

/** Marks over the picture. They keep the size of their lines whatever the zoom. */
export function OverlayStage() {
  useEffect(followFaces, []);
  const [colours] = useState(readSeries);
  const font = useFont();
  const placement = useShown((shown) => shown.placement);
  const picture = useShown((shown) => shown.picture);
  const set = useShown((shown) => shown.set);
  const area = useViewport((state) => state.area);
  const show = useView((view) => view.overlays);
  const safeAreas = useView((view) => view.safeAreas);
  const side = useView((view) => view.compare === 'side');
  const facesAt = useFacesAt();
  const clip = useSession((session) => clipOf(session, set?.clip ?? null));
  const performers = useSession(({ document }) => document?.performers);

  const marked = safeAreas || Object.values(show).some(Boolean);
  // marks are the frame's: the aligned face lies in a space of its own
  if (!marked || !placement || !picture || !set || set.picturing.main === 'aligned') return null;
  const dpr = devicePixelRatio;
  const split = side && set.other !== null;
  const scale = placement.width / picture.width / dpr;
  const faces = facesAt.clip === set.clip && facesAt.frame === set.frame ? facesAt.faces : [];
  const nameOf = (track: number): string => {
    const note = clip?.tracks.find(({ id }) => id === track);
    const performer = performers?.find(({ id }) => id === note?.performer);
    return note?.name ?? performer?.name ?? `Face ${track}`;
  };
  return (
    <div className={styles.overlays} aria-hidden data-testid="viewer-marks">
      <Stage
        width={((split ? 2 : 1) * area.width) / dpr}
        height={area.height / dpr}
        pixelRatio={dpr}
        listening={false}
      >
        <Layer listening={false}>
          {(split ? [0, area.width] : [0]).map((from) => (
            <Group
              key={from}
              clipX={from / dpr}
              clipY={0}
              clipWidth={area.width / dpr}
              clipHeight={area.height / dpr}
            >
              <Group x={(placement.x + from) / dpr} y={placement.y / dpr} scaleX={scale} scaleY={scale}>
                {safeAreas && <SafeAreas picture={picture} scale={scale} />}
                {faces.map((face) => (
                  <FaceMarks
                    key={`${face.track} ${font}`}
                    face={face}
                    name={nameOf(face.track)}
                    colour={colours[(face.track - 1) % colours.length]}
                    show={show}
                    scale={scale}
                  />
                ))}
              </Group>
            </Group>
          ))}
        </Layer>
      </Stage>
    </div>
  );
}

/** Changes once the page's font is there: Konva keeps the widths it measured before. */
function useFont(): string {
  const [font, setFont] = useState('loading');
  useEffect(() => {
    let here = true;
    void document.fonts.load('11px "Inter Variable"').then(() => here && setFont('loaded'));
    return () => {
      here = false;
    };
  }, []);
  return font;
}

/** The colours of tracks, as in the timeline. */
function readSeries(): string[] {
  const style = getComputedStyle(document.documentElement);
  const usual = '#6ea8e6';
  return [1, 2, 3, 4, 5, 6].map((n) => style.getPropertyValue(`--series-${n}`).trim() || usual);
}
