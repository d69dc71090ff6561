import { useEffect, useRef } from 'react';
import { frameCache } from '../frames/index.ts';
import { useView } from '../state/view.ts';
import styles from './Probe.module.css';
import type { Held, PictureSet } from './pictureSet.ts';
import { pixelUnder, readPixels } from './readPixels.ts';
import { useShown } from './shownStore.ts';
import { layerNames } from './viewerCommands.ts';
import { toPicture } from './viewport.ts';
import { useViewport } from './viewportStore.ts';

/** Pixels across in the loupe. */
const LOUPE = 8;

/** What the pixel under the pointer is: its place, its values in plate and comp, and its neighbours. */
export function Probe() {
  const on = useView((view) => view.probe);
  return on ? <Reading /> : null;
}

function Reading() {
  const pointer = useViewport((state) => state.pointer);
  const placement = useShown((shown) => shown.placement);
  const picture = useShown((shown) => shown.picture);
  const set = useShown((shown) => shown.set);
  if (!placement || !picture || !set) return null;
  const place = pointer && toPicture(pointer, placement, picture);
  const under = place && pixelUnder(place, picture, picture);
  const rows =
    under && place
      ? readingsOf(set).map((held) => ({ held, at: pixelUnder(place, picture, held.bitmap) }))
      : [];
  return (
    <div className={styles.probe} aria-live="off" data-testid="probe">
      {under ? (
        <>
          <Loupe held={set.main} at={pixelUnder(place, picture, set.main.bitmap)} />
          <dl className={styles.values}>
            <dt>Pixel</dt>
            <dd className={styles.place}>
              {under.x}, {under.y}
            </dd>
            {rows.map(({ held, at }) => at && <Values key={held.address.layer} held={held} at={at} />)}
          </dl>
        </>
      ) : (
        <span className={styles.hint}>Point at the picture</span>
      )}
    </div>
  );
}

/** What is shown and, of the same frame, plate and comp where they are at hand. */
function readingsOf(set: PictureSet): Held[] {
  const { address } = set.main;
  const found = new Map<string, Held>();
  for (const layer of ['plate', 'comp'] as const) {
    for (const quality of ['full', 'proxy'] as const) {
      const other = { ...address, layer, quality };
      const bitmap = frameCache.get(other);
      if (bitmap && !found.has(layer)) found.set(layer, { address: other, bitmap });
    }
  }
  if (address.layer === 'aligned') found.clear();
  if (!found.has(address.layer)) found.set(address.layer, set.main);
  return [...found.values()];
}

function Values({ held, at }: { readonly held: Held; readonly at: { x: number; y: number } }) {
  const { layer, quality } = held.address;
  const codes = [...readPixels(held.bitmap, at.x, at.y, 1).data.slice(0, 3)];
  return (
    <>
      <dt>
        {layerNames[layer]}
        {quality === 'proxy' && <span title="Of the proxy: close, not exact"> ≈</span>}
      </dt>
      <dd>
        {codes.map((code, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: always red, green, blue
          <span key={i} className={styles.code} data-channel={i}>
            {code}
          </span>
        ))}
        {codes.map((code, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: always red, green, blue
          <span key={i} className={styles.share} data-channel={i}>
            {(code / 255).toFixed(3)}
          </span>
        ))}
      </dd>
    </>
  );
}

/** The pixels around the pointer, large. */
function Loupe({ held, at }: { readonly held: Held; readonly at: { x: number; y: number } | null }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!context || !at) return;
    const { data } = readPixels(held.bitmap, at.x, at.y, LOUPE);
    context.putImageData(new ImageData(data as Uint8ClampedArray<ArrayBuffer>, LOUPE, LOUPE), 0, 0);
  }, [held, at]);
  return (
    <div className={styles.loupe}>
      <canvas ref={ref} width={LOUPE} height={LOUPE} />
    </div>
  );
}
