import { FolderInput, FolderOpen, Plus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { importFootage } from '../app/project/projectActions.ts';
import { askText, DropdownMenu, EmptyState, SearchInput } from '../app/ui/index.ts';
import { matches } from '../commands/search.ts';
import { applyEdit, newId } from '../state/edit.ts';
import { useOutline } from '../state/outline.ts';
import { usePlayback } from '../state/playback.ts';
import styles from './Browser.module.css';
import { unknownNames } from './browserWords.ts';
import { ClipRow } from './ClipRow.tsx';
import { ModelRow, PerformerRow, RecordRow, RenderRow } from './OtherRows.tsx';
import { moveAmongRows, Section } from './Section.tsx';
import { useModels } from './useModels.ts';

async function addPerformer(): Promise<void> {
  const name = await askText({ title: 'Add Performer', label: 'Name', value: '', action: 'Add' });
  if (name) await applyEdit({ kind: 'performer.add', performer: { id: newId(), name } });
}

/** What the project holds: clips, performers, models, renders. */
export function Browser() {
  const document = useOutline();
  const models = useModels();
  const inView = usePlayback(({ clip }) => clip);
  const [query, setQuery] = useState('');
  if (!document) return null;
  const { clips, performers, renders, consent } = document;
  if (clips.length === 0 && performers.length === 0 && models.length === 0)
    return (
      <EmptyState
        icon={FolderOpen}
        title="No footage yet"
        text="Import a plate, the shot whose face is replaced, and footage of the performer whose face goes in. Files can also be dropped onto the window."
        action={{ label: 'Import a Plate…', run: () => void importFootage('plate') }}
        second={{ label: 'Import a Performer…', run: () => void importFootage('source') }}
      />
    );
  const found = {
    clips: clips.filter(({ name, role }) => matches(query, name, role)),
    performers: performers.filter(({ name }) => matches(query, name)),
    models: models.filter(({ name }) => matches(query, name)),
    renders: renders.filter(({ path, label }) => matches(query, path, label)),
  };
  const recorded = unknownNames(performers, consent).filter((name) => matches(query, name));
  const plate = clips.find(({ id, role }) => id === inView && role === 'plate') ?? null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys among the rows inside
    <div className={styles.browser} onKeyDown={moveAmongRows}>
      <div className={styles.bar}>
        <SearchInput
          value={query}
          onChange={setQuery}
          placeholder="Search the project"
          aria-label="Search the project"
        />
        <DropdownMenu
          entries={() => [
            { label: 'Import Plates…', run: () => void importFootage('plate') },
            { label: 'Import a Performer’s Footage…', run: () => void importFootage('source') },
            { label: 'Import and Decide Later…', run: () => void importFootage() },
            '-',
            { label: 'Add Performer…', run: () => void addPerformer() },
          ]}
        >
          <button type="button" className={styles.role} aria-label="Add to the project">
            <Plus size={14} aria-hidden />
          </button>
        </DropdownMenu>
      </div>
      <div className={styles.list}>
        <Section
          title="Clips"
          shown={found.clips.length}
          total={clips.length}
          hint="Import a plate and footage of the performer."
          action={{ icon: FolderInput, label: 'Import Footage…', run: () => void importFootage() }}
        >
          {found.clips.map((clip) => (
            <ClipRow key={clip.id} clip={clip} performers={performers} />
          ))}
        </Section>
        <Section
          title="Performers"
          shown={found.performers.length + recorded.length}
          total={performers.length + recorded.length}
          hint="Add who is seen in the footage, and file the consent of whose face goes in: training waits for it."
          action={{ icon: UserPlus, label: 'Add Performer…', run: () => void addPerformer() }}
        >
          {found.performers.map((performer) => (
            <PerformerRow key={performer.id} performer={performer} consent={consent} clips={clips} />
          ))}
          {recorded.map((name) => (
            <RecordRow key={name} name={name} />
          ))}
        </Section>
        <Section
          title="Models"
          shown={found.models.length}
          total={models.length}
          hint="Train one in the Training panel from a performer’s footage and a plate."
        >
          {found.models.map((model) => (
            <ModelRow key={model.name} model={model} clips={clips} plate={plate} />
          ))}
        </Section>
        <Section
          title="Renders"
          shown={found.renders.length}
          total={renders.length}
          hint="Films and sequences you export are listed here."
        >
          {found.renders.map((render) => (
            <RenderRow key={render.id} render={render} />
          ))}
        </Section>
      </div>
    </div>
  );
}
