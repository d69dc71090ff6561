import type { Marker } from '../../preload/contract/index.ts';

/** Colours of the canvas: the page's own, read from its style sheet. */
export interface Palette {
  readonly pit: string;
  readonly panel: string;
  readonly head: string;
  readonly raised: string;
  readonly control: string;
  readonly lineDark: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly textDim: string;
  readonly textFaint: string;
  readonly accent: string;
  readonly good: string;
  readonly playhead: string;
  readonly inOut: string;
  readonly font: string;
  /** of tracks, in turn */
  readonly series: readonly string[];
  readonly markers: Readonly<Record<Marker['colour'], string>>;
}

export const markerColours: Palette['markers'] = {
  blue: '#5b9bea',
  green: '#6fbf73',
  yellow: '#e0c35a',
  orange: '#e09a4e',
  red: '#e2685f',
  purple: '#b184d6',
};

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    pit: colour('--surface-pit', '#0b0b0b'),
    panel: colour('--surface-panel', '#1a1a1a'),
    head: colour('--surface-head', '#202020'),
    raised: colour('--surface-raised', '#242424'),
    control: colour('--surface-control', '#2c2c2c'),
    lineDark: colour('--line-dark', '#0b0b0b'),
    line: colour('--line', '#313131'),
    lineStrong: colour('--line-strong', '#4a4a4a'),
    text: colour('--text', '#e6e6e6'),
    textDim: colour('--text-dim', '#b4b4b4'),
    textFaint: colour('--text-faint', '#949494'),
    accent: colour('--accent', '#6ea8e6'),
    good: colour('--good', '#7fbf86'),
    playhead: colour('--playhead', '#f0685f'),
    inOut: colour('--in-out', '#d9ad5b'),
    font: colour('--font', 'system-ui, sans-serif'),
    series: [1, 2, 3, 4, 5, 6].map((index) => colour(`--series-${index}`, '#6ea8e6')),
    markers: markerColours,
  };
}
