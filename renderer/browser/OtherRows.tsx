import { Boxes, Clapperboard, User } from 'lucide-react';
import {
  type ConsentEntry,
  defaultSettings,
  type ModelInfo,
  type Performer,
  type RenderEntry,
} from '../../preload/contract/index.ts';
import { showPanel } from '../app/dock/dockStore.ts';
import { nameOf } from '../app/files/paths.ts';
import { downloadConsentTemplate, fileConsent } from '../app/project/consentActions.tsx';
import { Button, Tooltip } from '../app/ui/index.ts';
import { applyEdit, newId } from '../state/edit.ts';
import type { ClipOutline } from '../state/outline.ts';
import { clipOf, notify, useSession } from '../state/session.ts';
import styles from './Browser.module.css';
import { consentOf, modelWords, tracksOf, usesOf } from './browserWords.ts';
import { Row } from './Row.tsx';

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const;
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

interface PerformerProperties {
  readonly performer: Performer;
  readonly consent: readonly ConsentEntry[];
  readonly clips: readonly ClipOutline[];
}

export function PerformerRow({ performer, consent: records, clips }: PerformerProperties) {
  const { id, name } = performer;
  const consent = consentOf(performer, records);
  const tracks = tracksOf(performer, clips);
  const remove = (): void => void applyEdit({ kind: 'performer.remove', id });
  return (
    <Row
      name={name}
      sign={<User {...icon} />}
      facts={<span>{tracks === 1 ? '1 track' : `${tracks} tracks`}</span>}
      below={
        <span className={styles.badges}>
          {consent ? (
            <Tooltip
              label={`Filed ${day.format(new Date(consent.filed))}, record ${consent.hash.slice(0, 12)}`}
            >
              <span className={`${styles.badge} ${styles.good}`}>Consent on file</span>
            </Tooltip>
          ) : (
            <span className={`${styles.badge} ${styles.warning}`}>No consent on file</span>
          )}
        </span>
      }
      aside={
        !consent && (
          <Button className={styles.small} onClick={() => void fileConsent(name)}>
            File…
          </Button>
        )
      }
      onRename={(to) => void applyEdit({ kind: 'performer.rename', id, name: to })}
      onRemove={remove}
      entries={(rename) => [
        { label: 'Rename', hint: 'F2', run: rename },
        { label: 'File a Consent Record…', run: () => void fileConsent(name) },
        { label: 'Download a Consent Template', run: () => void downloadConsentTemplate() },
        '-',
        { label: 'Remove', danger: true, hint: 'Del', run: remove },
      ]}
    />
  );
}

/** A consent record on file for somebody who is not among the performers yet. */
export function RecordRow({ name }: { readonly name: string }) {
  const add = (): void => void applyEdit({ kind: 'performer.add', performer: { id: newId(), name } });
  return (
    <Row
      name={name}
      sign={<User {...icon} />}
      below={
        <span className={styles.badges}>
          <span className={`${styles.badge} ${styles.good}`}>Consent on file</span>
        </span>
      }
      aside={
        <Button className={styles.small} onClick={add}>
          Add
        </Button>
      }
      entries={() => [{ label: 'Add as Performer', run: add }]}
    />
  );
}

interface ModelProperties {
  readonly model: ModelInfo;
  readonly clips: readonly ClipOutline[];
  /** the plate in view, which may take the model */
  readonly plate: ClipOutline | null;
}

export function ModelRow({ model, clips, plate }: ModelProperties) {
  const { name } = model;
  const uses = usesOf(name, clips);
  const use = (): void => {
    if (!plate) return;
    const kept = clipOf(useSession.getState(), plate.id)?.swap ?? { track: null, settings: defaultSettings };
    void applyEdit({
      kind: 'swap.use',
      clip: plate.id,
      use: { track: kept.track, settings: kept.settings, model: name, checkpoint: null },
    });
  };
  return (
    <Row
      name={name}
      sign={<Boxes {...icon} />}
      facts={<span>{modelWords(model)}</span>}
      below={
        uses.length > 0 && (
          <span className={styles.badges}>
            <Tooltip label={`Swaps ${uses.join(', ')}`}>
              <span className={`${styles.badge} ${styles.good}`}>In use</span>
            </Tooltip>
          </span>
        )
      }
      aside={
        plate &&
        plate.swap?.model !== name && (
          <Button className={styles.small} onClick={use}>
            Use
          </Button>
        )
      }
      onOpen={() => showPanel('training')}
      entries={() => [
        { label: 'Show Training', run: () => showPanel('training') },
        {
          label: plate ? `Use for ${plate.name}` : 'Use',
          disabled: plate === null || plate.swap?.model === name,
          run: use,
        },
      ]}
    />
  );
}

export function RenderRow({ render }: { readonly render: RenderEntry }) {
  const { id, path, label, made } = render;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(path);
    notify('info', 'The path is in the clipboard.');
  };
  const remove = (): void => void applyEdit({ kind: 'render.remove', id });
  return (
    <Row
      name={nameOf(path)}
      sign={<Clapperboard {...icon} />}
      facts={
        <>
          <span>{label}</span>
          <span>{day.format(new Date(made))}</span>
        </>
      }
      onOpen={() => void copy()}
      onRemove={remove}
      entries={() => [
        { label: 'Copy Path', run: () => void copy() },
        '-',
        { label: 'Remove from List', danger: true, hint: 'Del', run: remove },
      ]}
    />
  );
}
