import { frameKey, paths } from '../../../preload/contract/index.ts';
import { useSession } from '../../state/session.ts';
import type { ToolProperties } from '../tool.ts';
import styles from './Paint.module.css';
import { usePaint } from './paintStore.ts';

/** What the frames before and after show, faintly over this one: their mattes, green and violet, or their pictures. */
export function Onion({ clip, media, frame, toScreen }: ToolProperties) {
  const onion = usePaint((settings) => settings.onion);
  const opacity = usePaint((settings) => settings.onionOpacity);
  const look = useSession(({ looks }) => looks[clip.id]);
  if (onion === 'off' || !look?.key) return null;
  const [left, top] = toScreen(0, 0);
  const [right, bottom] = toScreen(media.width, media.height);
  const box = { left, top, width: right - left, height: bottom - top };
  const neighbours = ([-1, 1] as const).filter((way) => frame + way >= 0 && frame + way < media.frameCount);
  return neighbours.map((way) => {
    const n = frame + way;
    const layer = onion === 'matte' ? 'matte' : 'comp';
    const address = paths.frame(clip.id, layer, n, 'proxy', frameKey(look, clip, n));
    if (onion === 'picture') {
      // both at once: each lets half of the other through
      const style = { ...box, opacity: way < 0 ? opacity : opacity / 2 };
      return <img key={way} className={styles.onion} src={address} alt="" style={style} draggable={false} />;
    }
    const mask = `url("${address}")`;
    return (
      <div
        key={way}
        className={styles.onionMatte}
        data-way={way < 0 ? 'before' : 'after'}
        style={{ ...box, opacity, maskImage: mask }}
      />
    );
  });
}
