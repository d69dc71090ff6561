import { useEffect, useRef } from 'react';
import { registerCommands } from '../commands/registry.ts';
import { InfoStrip } from './InfoStrip.tsx';
import { OverlayStage } from './overlays/OverlayStage.tsx';
import { PictureCanvas } from './PictureCanvas.tsx';
import { Probe } from './Probe.tsx';
import { ToolOptions, ToolOverlay, useHand } from './ToolHost.tsx';
import { ToolStrip } from './ToolStrip.tsx';
import { usePanZoom } from './usePanZoom.ts';
import styles from './Viewer.module.css';
import { ViewerMessage } from './ViewerMessage.tsx';
import { ViewerToolbar } from './ViewerToolbar.tsx';
import { viewerCommands } from './viewerCommands.ts';
import { WipeHandle } from './WipeHandle.tsx';

/** The picture, what lies over it and what it is looked at with. */
export function Viewer() {
  const stage = useRef<HTMLDivElement>(null);
  usePanZoom(stage);
  useHand(stage);
  useEffect(() => registerCommands(viewerCommands), []);
  return (
    <section className={styles.viewer} aria-label="Picture">
      <ViewerToolbar />
      <ToolOptions />
      <div className={styles.middle}>
        <ToolStrip />
        <div className={styles.stage} ref={stage}>
          <PictureCanvas />
          <OverlayStage />
          <ToolOverlay />
          <WipeHandle />
          <Probe />
          <ViewerMessage />
        </div>
      </div>
      <InfoStrip />
    </section>
  );
}
