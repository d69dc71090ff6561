import { formatDuration, timecodeBase } from '../playback/index.ts';
import { useMedia } from '../state/media.ts';
import type { ClipOutline } from '../state/outline.ts';
import styles from './Inspector.module.css';

/** Facts of the clip's file. */
export function ClipGroup({ clip }: { readonly clip: ClipOutline }) {
  const media = useMedia((known) => known.media[clip.id]);
  const missing = useMedia((known) => known.missing[clip.id]);
  const facts = media ? factsOf(clip, media) : [];
  return (
    <section className={styles.group} aria-label="Clip">
      <header className={styles.heading}>
        <h3 title={clip.name}>{clip.name}</h3>
      </header>
      {missing && (
        <p className={styles.reason}>
          {missing.message} {missing.remedy}
        </p>
      )}
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <FactRow key={name} name={name} value={value} />
        ))}
      </dl>
    </section>
  );
}

function FactRow({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

type Media = NonNullable<ReturnType<typeof useMedia.getState>['media'][string]>;

function factsOf(clip: ClipOutline, media: Media): [string, string][] {
  const { numerator, denominator } = media.frameRate;
  const rate = Number((numerator / denominator).toFixed(3));
  const base = timecodeBase(media.frameRate, clip.timecode ?? media.timecode);
  const { audio } = media;
  return [
    ['Size', `${media.width} × ${media.height}`],
    ['Length', `${media.frameCount.toLocaleString('en')} frames, ${formatDuration(media.frameCount, base)}`],
    ['Rate', `${rate} frames/s${media.variableRate ? ', varies' : ''}`],
    ['Codec', `${media.codec}, ${media.bitDepth} bit`],
    ['Colour', media.colour],
    ['Timecode', clip.timecode ?? media.timecode ?? 'None: counts from 0'],
    ['Sound', audio ? `${audio.codec}, ${audio.channels} channels, ${audio.sampleRate / 1000} kHz` : 'None'],
    ['File', media.path],
  ];
}
