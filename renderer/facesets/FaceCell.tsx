import { memo, useLayoutEffect, useRef } from 'react';
import type { WallFace } from '../../preload/contract/index.ts';
import styles from './FaceWall.module.css';
import { ThumbnailQueue } from './thumbnailQueue.ts';

const thumbnails = new ThumbnailQueue();

interface PictureProperties {
  readonly url: string;
  readonly className?: string | undefined;
}

/** A face's small picture, loaded while it is on the page. */
export function FacePicture({ url, className }: PictureProperties) {
  const picture = useRef<HTMLImageElement>(null);
  useLayoutEffect(() => {
    const image = picture.current;
    if (!image) return;
    delete image.dataset.missing;
    const ready = thumbnails.get(url);
    if (ready !== null) {
      image.src = ready;
      return;
    }
    image.removeAttribute('src');
    return thumbnails.want(
      url,
      (address) => {
        image.src = address;
      },
      () => {
        image.dataset.missing = 'true';
      },
    );
  }, [url]);
  return <img ref={picture} className={className} alt="" draggable={false} decoding="async" />;
}

interface CellProperties {
  readonly face: WallFace;
  readonly url: string;
  /** of the element, for the grid's active descendant */
  readonly id: string;
  /** from 1 */
  readonly column: number;
  readonly label: string;
  readonly chosen: boolean;
  readonly focused: boolean;
}

/** A face on the wall. The wall handles what is done with it: thousands of them have no handlers. */
export const FaceCell = memo(function FaceCell(properties: CellProperties) {
  const { face, url, id, column, label, chosen, focused } = properties;
  const { include, duplicate } = face;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
    // biome-ignore lint/a11y/useSemanticElements: a grid of pictures is no table
    <div
      id={id}
      role="gridcell"
      className={styles.cell}
      aria-colindex={column}
      aria-label={label}
      aria-selected={chosen}
      data-face={face.id}
      data-out={!include}
      data-focus={focused}
    >
      <FacePicture url={url} className={styles.picture} />
      <span className={styles.mark} data-mark />
      {duplicate && <span className={styles.duplicate} />}
    </div>
  );
});
