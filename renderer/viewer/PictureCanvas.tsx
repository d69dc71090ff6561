import { useEffect, useRef } from 'react';
import { followAttention } from '../frames/index.ts';
import { PictureController } from './pictureController.ts';
import styles from './Viewer.module.css';

/** The picture itself. React only gives it its place; the controller draws. */
export function PictureCanvas() {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const controller = new PictureController(canvas);
    const stopAttention = followAttention();
    const observer = new ResizeObserver(([entry]) => {
      // the box in device pixels, exact where the page is zoomed to odd factors
      const box = entry?.devicePixelContentBoxSize?.[0];
      if (!box) return;
      controller.resize({ width: Math.max(1, box.inlineSize), height: Math.max(1, box.blockSize) });
    });
    observer.observe(canvas, { box: 'device-pixel-content-box' });
    return () => {
      observer.disconnect();
      stopAttention();
      controller.stop();
    };
  }, []);
  return (
    <canvas
      ref={ref}
      className={styles.picture}
      role="img"
      aria-label="Picture of the frame"
      data-testid="viewer-picture"
    />
  );
}
