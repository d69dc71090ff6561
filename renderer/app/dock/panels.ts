import type { FunctionComponent } from 'react';
import { Browser } from '../../browser/index.ts';
import { CurvePanel } from '../../curves/index.ts';
import { FacesetPanel } from '../../facesets/index.ts';
import { Inspector } from '../../inspector/index.ts';
import { JobsPanel } from '../../jobs/index.ts';
import { OccluderPanel } from '../../occluders/index.ts';
import { ScopesPanel } from '../../scopes/index.ts';
import { StrokesPanel } from '../../strokes/index.ts';
import { Timeline } from '../../timeline/index.ts';
import { TrainingPanel } from '../../training/index.ts';
import { Viewer } from '../../viewer/index.ts';
import { HistoryPanel } from '../history/HistoryPanel.tsx';
import type { PanelId } from './panelNames.ts';

/** What each panel shows. Names lie apart, so that panels may call for one another. */
export const panels: Record<PanelId, FunctionComponent> = {
  browser: Browser,
  viewer: Viewer,
  timeline: Timeline,
  curves: CurvePanel,
  inspector: Inspector,
  scopes: ScopesPanel,
  strokes: StrokesPanel,
  occluders: OccluderPanel,
  training: TrainingPanel,
  facesets: FacesetPanel,
  jobs: JobsPanel,
  history: HistoryPanel,
};
