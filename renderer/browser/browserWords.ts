import type {
  ClipFaces,
  ClipMedia,
  ConsentEntry,
  FrameRange,
  Job,
  MissingMedia,
  ModelInfo,
  Performer,
} from '../../preload/contract/index.ts';
import { plain } from '../commands/search.ts';
import type { ClipOutline } from '../state/outline.ts';

export interface Badge {
  readonly text: string;
  readonly tone: 'quiet' | 'good' | 'warning' | 'bad' | 'busy';
  /** said in a tooltip */
  readonly more: string;
}

interface ClipKnown {
  readonly media: ClipMedia | undefined;
  readonly missing: MissingMedia | undefined;
  /** undefined: not loaded yet; null: not analysed */
  readonly faces: ClipFaces | null | undefined;
  readonly cached: readonly FrameRange[] | undefined;
  readonly jobs: readonly Job[];
}

/** What is to be known of a clip at a glance, worst first. */
export function clipBadges(clip: ClipOutline, { media, missing, faces, cached, jobs }: ClipKnown): Badge[] {
  if (missing) return [{ text: 'Missing', tone: 'bad', more: `${missing.message} ${missing.remedy}` }];
  const badges: Badge[] = [];
  const mine = jobs.filter(
    (job) => job.clip === clip.id && (job.state === 'running' || job.state === 'queued'),
  );
  const analysis = mine.find(({ kind }) => kind === 'analyze');
  if (analysis)
    badges.push({ text: workWords(analysis, 'Finding faces'), tone: 'busy', more: analysis.title });
  else if (faces) {
    const count = faces.tracks.length;
    badges.push(
      count === 0
        ? { text: 'No faces', tone: 'warning', more: 'The analysis found no face in this clip' }
        : {
            text: count === 1 ? '1 face' : `${count} faces`,
            tone: 'good',
            more: 'Face tracks found in this clip',
          },
    );
  } else if (faces === null) {
    badges.push({ text: 'Not analysed', tone: 'quiet', more: 'Find faces before training or swapping' });
  }
  const ready = (cached ?? []).reduce((sum, [start, end]) => sum + end - start, 0);
  if (media && mine.some(({ kind }) => kind === 'proxies') && ready < media.frameCount) {
    const share = Math.floor((ready / media.frameCount) * 100);
    badges.push({
      text: `Proxies ${share} %`,
      tone: 'busy',
      more: 'Frames without a proxy take a moment to show',
    });
  }
  return badges;
}

function workWords({ state, progress }: Job, words: string): string {
  if (state === 'queued') return 'Faces: waiting';
  return progress && progress.total > 0
    ? `${words} ${Math.floor((progress.done / progress.total) * 100)} %`
    : words;
}

/** How a performer stands with the consent ledger; records name performers by name. */
export function consentOf({ name }: Performer, consent: readonly ConsentEntry[]): ConsentEntry | null {
  const same = consent.filter(({ performer }) => plain(performer.trim()) === plain(name.trim()));
  return same.sort((a, b) => b.filed.localeCompare(a.filed))[0] ?? null;
}

/** Names on consent records that no performer of the project bears. */
export function unknownNames(performers: readonly Performer[], consent: readonly ConsentEntry[]): string[] {
  const known = new Set(performers.map(({ name }) => plain(name.trim())));
  return [...new Set(consent.map(({ performer }) => performer))].filter(
    (name) => !known.has(plain(name.trim())),
  );
}

/** How many tracks of all clips show a performer. */
export const tracksOf = ({ id }: Performer, clips: readonly ClipOutline[]): number =>
  clips.flatMap(({ tracks }) => tracks).filter(({ performer }) => performer === id).length;

/** Names of the clips a model swaps. */
export const usesOf = (model: string, clips: readonly ClipOutline[]): string[] =>
  clips.filter(({ swap }) => swap?.model === model).map(({ name }) => name);

/** "64² · 12,480 steps · loss 0.032". */
export function modelWords({ pixels, step, loss }: ModelInfo): string {
  const parts = [`${pixels}²`, `${step.toLocaleString('en')} steps`];
  if (loss !== null) parts.push(`loss ${loss.toPrecision(2)}`);
  return parts.join(' · ');
}
