import { type RefObject, useEffect, useMemo } from 'react';
import type { FaceOverlay } from '../../preload/contract/index.ts';
import { useMedia } from '../state/media.ts';
import { usePlayback } from '../state/playback.ts';
import { clipOf, useSession } from '../state/session.ts';
import { type Tool, type ToolProperties, useTools } from '../tools/index.ts';
import { useFacesAt } from './overlays/facesAt.ts';
import { useShown } from './shownStore.ts';
import styles from './ToolHost.module.css';
import { alignedMappingOf, type Mapping, mappingOf } from './toolMapping.ts';
import { useViewport } from './viewportStore.ts';

/** The tool in hand over the picture. Panning and zooming go on beneath it (see `usePanZoom`). */
export function ToolOverlay() {
  const tool = useToolInHand();
  const properties = useToolProperties();
  if (!tool || !properties || !worksOn(tool, properties)) return null;
  const { Overlay } = tool;
  return (
    <div className={styles.overlay} data-tool={tool.id} data-testid="tool-overlay">
      <Overlay key={tool.id} {...properties} />
    </div>
  );
}

/** What can be set about the tool in hand, in a row of its own. */
export function ToolOptions() {
  const tool = useToolInHand();
  const properties = useToolProperties();
  if (!tool?.Options) return null;
  const { Options } = tool;
  return (
    <div className={styles.options} role="toolbar" aria-label={`${tool.title} options`}>
      {properties && worksOn(tool, properties) ? (
        <Options key={tool.id} {...properties} />
      ) : (
        <span className={styles.reason}>{reasonFor(tool)}</span>
      )}
    </div>
  );
}

const worksOn = (tool: Tool, { aligned }: ToolProperties): boolean => !aligned || tool.onAligned === true;

const reasonFor = ({ title, onAligned }: Tool): string =>
  onAligned
    ? `${title} works on a frame or its aligned face: choose a clip, and a frame with one face where that is looked at.`
    : `${title} works on the frame: choose a clip, and comp, plate, swap or matte to look at.`;

export function useToolInHand(): Tool | null {
  return useTools(({ tools, inHand }) => tools.find(({ id }) => id === inHand) ?? null);
}

/** What a tool is given, of the frame the artist is at; null while there is no frame to work on. */
function useToolProperties(): ToolProperties | null {
  const { clip: id, frame } = usePlayback();
  const clip = useSession((session) => clipOf(session, id));
  const track = useSession(({ looks }) => (id === null ? null : (looks[id]?.track ?? null)));
  const media = useMedia((state) => (id === null ? undefined : state.media[id]));
  const facesAt = useFacesAt();
  const known = facesAt.clip === id && facesAt.frame === frame;
  const faces = known ? facesAt.faces : null;
  const face = faces?.find((one) => one.track === track) ?? null;
  const mapping = useMapping(face);
  return useMemo(() => {
    if (!clip || !media || !mapping) return null;
    return { clip, media, frame, track, face, faces, ...mapping };
  }, [clip, media, frame, track, face, faces, mapping]);
}

/** Null where neither a frame is shown nor a face that is known. */
function useMapping(face: FaceOverlay | null): Mapping | null {
  const placement = useShown((shown) => shown.placement);
  const picture = useShown((shown) => shown.picture);
  const main = useShown((shown) => shown.set?.picturing.main ?? null);
  const split = useShown((shown) => shown.set?.other !== null);
  const area = useViewport((state) => state.area);
  return useMemo(() => {
    if (!placement || !picture || main === null) return null;
    if (main === 'aligned')
      return face
        ? alignedMappingOf({ placement, picture, alignment: face.alignment, dpr: devicePixelRatio })
        : null;
    return mappingOf({ placement, picture, half: split ? area.width : null, dpr: devicePixelRatio });
  }, [placement, picture, main, split, area, face]);
}

/** Space is held: the hand shows over whichever cursor the tool has. */
export function useHand(stage: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const key = ({ code, type }: KeyboardEvent): void => {
      if (code !== 'Space' || !stage.current) return;
      if (type === 'keydown') stage.current.dataset.hand = 'true';
      else delete stage.current.dataset.hand;
    };
    const forget = (): void => {
      delete stage.current?.dataset.hand;
    };
    window.addEventListener('keydown', key, true);
    window.addEventListener('keyup', key, true);
    window.addEventListener('blur', forget);
    return () => {
      window.removeEventListener('keydown', key, true);
      window.removeEventListener('keyup', key, true);
      window.removeEventListener('blur', forget);
    };
  }, [stage]);
}
