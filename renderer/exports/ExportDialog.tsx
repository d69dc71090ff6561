import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { Clip, ClipMedia, ExportCodec } from '../../preload/contract/index.ts';
import { panelIsOpen, showPanel } from '../app/dock/dockStore.ts';
import { chooseFiles } from '../app/files/choose.tsx';
import { fileSize } from '../app/files/listing.ts';
import { folderOf, joinPath, nameOf } from '../app/files/paths.ts';
import { Button, Checkbox, confirm, Dialog, Field, Segments, Select, TextInput } from '../app/ui/index.ts';
import { useSystem } from '../app/useSystem.ts';
import { duration } from '../jobs/jobWords.ts';
import { api } from '../state/api.ts';
import { attempt } from '../state/edit.ts';
import { useSession } from '../state/session.ts';
import {
  codecs,
  estimateBytes,
  knownRate,
  mattePath,
  type RangeChoice,
  rangeOf,
  rangeProblem,
  sizeOf,
  typedFrame,
  typedPath,
  versionedName,
  type What,
  withEnding,
  wordsOf,
} from './exportPlan.ts';

interface Properties {
  readonly clip: Clip;
  readonly media: ClipMedia;
  readonly onClose: () => void;
}

const whatWords: Record<What, string> = {
  comp: 'The finished frames: the plate with the swap laid over it.',
  matte: 'Black and white: where the swap shows. Frames without a face are black.',
  face: 'Only the swapped face, with alpha. Frames without a face are empty.',
};

const widths = [3840, 2560, 1920, 1280, 960, 640];

/** What is written, how and where to. */
export function ExportDialog({ clip, media, onClose }: Properties) {
  const { folder, document, jobs } = useSession();
  const available = useSystem()?.codecs ?? [];
  const [what, setWhat] = useState<What>('comp');
  const [codec, setCodec] = useState<ExportCodec>('h264');
  const [choice, setChoice] = useState<RangeChoice>(
    clip.in === null && clip.out === null ? 'whole' : 'inOut',
  );
  const [custom, setCustom] = useState<[first: string, last: string]>([
    String(clip.in ?? 0),
    String(clip.out ?? media.frameCount - 1),
  ]);
  const [width, setWidth] = useState<number | null>(null);
  const [audio, setAudio] = useState(true);
  const [matteToo, setMatteToo] = useState(false);
  const [path, setPath] = useState<string | null>(null);
  /** of the name's field, until it is left */
  const [typed, setTyped] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const written = [
    ...(document?.renders ?? []).map((render) => render.path),
    ...jobs.flatMap(({ output }) => output ?? []),
  ];
  const place = written[0] ? folderOf(written[0]) : joinPath(folder ?? '', 'renders');
  const suggested = joinPath(place, versionedName(clip.name, what, written));
  const before = path ?? suggested;
  const named = typed === null ? { path: before } : typedPath(typed, folderOf(before));
  const nameProblem = 'problem' in named ? named.problem : null;
  const out = withEnding('path' in named ? named.path : before, codec);
  const [start, end] = rangeOf(choice, clip, media.frameCount, [
    typedFrame(custom[0]),
    typedFrame(custom[1]),
  ]);
  const outOfRange = rangeProblem([start, end], media.frameCount);
  const problem = outOfRange ?? nameProblem;
  const [wide, high] = sizeOf(media, width);
  const words = wordsOf(codec);
  const rate = knownRate(jobs, clip.id);
  const flat = what === 'face' && !words.alpha;
  const frames = Math.max(0, end - start);
  const estimate = `${frames.toLocaleString()} frames, about ${fileSize(estimateBytes(codec, wide, high, frames))}${
    rate ? `, ${duration(frames / rate)} at the speed of the last render` : ''
  }`;

  const choosePath = async (): Promise<void> => {
    const [chosen] = await chooseFiles({
      purpose: 'export',
      title: words.ending ? 'Export To' : 'Export Sequence To',
      action: 'Choose',
      mode: words.ending ? 'save' : 'newFolder',
      kinds: ['video'],
      multiple: false,
      path: out,
    });
    setTyped(null);
    if (chosen) setPath(chosen);
  };
  const begin = async (): Promise<void> => {
    setBusy(true);
    // the project's own folder for films is made with the first of them
    if (folderOf(out) === place) await api.system.makeFolder.mutate({ path: place }).catch(() => {});
    const replace = await isThere(out);
    if (replace && !(await mayReplace(out))) return setBusy(false);
    const started = await attempt(() =>
      api.exports.start.mutate({
        clip: clip.id,
        out,
        what,
        codec,
        start,
        end,
        ...(width ? { width: wide } : {}),
        audio: audio && words.sound && media.audio !== null && what === 'comp',
        ...(matteToo && what === 'comp' ? { matteOut: mattePath(out) } : {}),
        replace,
      }),
    );
    setBusy(false);
    if (!started) return;
    onClose();
    // it would take the place of what the artist works with; the bar below shows how far it is
    if (panelIsOpen('jobs')) showPanel('jobs');
  };

  return (
    <Dialog
      title={`Export ${clip.name}`}
      width={580}
      onClose={onClose}
      onSubmit={() => void (!problem && !flat && begin())}
      aside={problem ?? estimate}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={problem !== null || flat || busy}>
            Export
          </Button>
        </>
      }
    >
      <Field label="What" note={whatWords[what]}>
        {() => (
          <Segments
            label="What"
            value={what}
            options={[
              { value: 'comp', label: 'Comp' },
              { value: 'matte', label: 'Matte' },
              { value: 'face', label: 'Face with alpha' },
            ]}
            onChange={setWhat}
          />
        )}
      </Field>
      <Field label="Range">
        {() => (
          <Segments
            label="Range"
            value={choice}
            options={[
              { value: 'whole', label: 'Whole clip' },
              { value: 'inOut', label: 'In to out' },
              { value: 'custom', label: 'Frames' },
            ]}
            onChange={setChoice}
          />
        )}
      </Field>
      {choice === 'custom' && (
        <Field label="Frames" note={outOfRange}>
          {(id) => (
            <>
              <TextInput
                id={id}
                inputMode="numeric"
                aria-label="First frame"
                value={custom[0]}
                onChange={(text) => setCustom([text, custom[1]])}
              />
              to
              <TextInput
                inputMode="numeric"
                aria-label="Last frame"
                value={custom[1]}
                onChange={(text) => setCustom([custom[0], text])}
              />
            </>
          )}
        </Field>
      )}
      <Field
        label="Codec"
        note={
          flat ? `${words.label} has no alpha: choose ProRes 4444, FFV1 or PNG for the face.` : words.note
        }
      >
        {(id) => (
          <Select
            id={id}
            value={codec}
            options={codecs.map((one) => ({
              value: one.codec,
              label:
                available.length === 0 || available.includes(one.codec)
                  ? one.label
                  : `${one.label} (not in this ffmpeg)`,
              disabled: available.length > 0 && !available.includes(one.codec),
            }))}
            onChange={(value) => setCodec(value as ExportCodec)}
          />
        )}
      </Field>
      <Field label="Size">
        {(id) => (
          <Select
            id={id}
            value={String(width ?? '')}
            options={[
              { value: '', label: `As the plate, ${media.width} × ${media.height}` },
              ...widths
                .filter((one) => one < media.width)
                .map((one) => ({ value: String(one), label: sizeOf(media, one).join(' × ') })),
            ]}
            onChange={(value) => setWidth(value === '' ? null : Number(value))}
          />
        )}
      </Field>
      <Field label="Sound">
        {() => (
          <Checkbox
            label={soundWords(media, words.sound, what)}
            checked={audio && media.audio !== null && words.sound && what === 'comp'}
            disabled={media.audio === null || !words.sound || what !== 'comp'}
            onChange={setAudio}
          />
        )}
      </Field>
      {what === 'comp' && (
        <Field label="Matte" note={matteToo ? `${nameOf(mattePath(out))}, beside it.` : null}>
          {() => <Checkbox label="Also write the matte" checked={matteToo} onChange={setMatteToo} />}
        </Field>
      )}
      <Field label="To" note={nameProblem ?? folderOf(out)}>
        {(id) => (
          <>
            <TextInput
              id={id}
              value={typed ?? nameOf(out)}
              onChange={setTyped}
              onBlur={() => {
                if (typed !== null && 'path' in named) setPath(named.path);
                setTyped(null);
              }}
            />
            <Button icon={FolderOpen} onClick={() => void choosePath()}>
              Choose…
            </Button>
          </>
        )}
      </Field>
    </Dialog>
  );
}

/** Does a file or folder lie at this path? A folder that cannot be read holds nothing of ours. */
async function isThere(path: string): Promise<boolean> {
  try {
    const { entries } = await api.system.list.query({ path: folderOf(path) });
    return entries.some(({ name }) => name === nameOf(path));
  } catch {
    return false;
  }
}

const mayReplace = (path: string): Promise<boolean> =>
  confirm({
    title: `Replace ${nameOf(path)}?`,
    text: `It lies in ${folderOf(path)} already. What is in it now is lost.`,
    action: 'Replace',
    danger: true,
  });

function soundWords({ audio }: ClipMedia, codec: boolean, what: What): string {
  if (!audio) return 'The plate has no sound';
  if (!codec) return 'A picture sequence has no sound';
  return what === 'comp' ? 'The plate’s sound' : 'Only the comp carries sound';
}
