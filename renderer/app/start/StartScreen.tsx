import { FolderOpen, Plus, Theater } from 'lucide-react';
import type { RecentProject } from '../../../preload/contract/index.ts';
import { runCommand } from '../../commands/registry.ts';
import { showWorkspace } from '../dock/dockStore.ts';
import { openDemo, openProject } from '../project/projectActions.ts';
import { Mark } from '../shell/Mark.tsx';
import { Button } from '../ui/index.ts';
import demoPicture from './demo.jpg';
import styles from './StartScreen.module.css';
import { useStart } from './useStart.ts';

/** What one sees without a project: the demo, what was open before, and the two ways to begin. */
export function StartScreen() {
  const { demo, recent } = useStart();
  return (
    <div className={styles.screen}>
      <div className={styles.column}>
        <h1 className={styles.title}>
          <Mark size={28} />
          Understudy
        </h1>
        {demo !== null && <Demo demo={demo} />}
        <div className={styles.actions}>
          <Button icon={Plus} onClick={() => void runCommand('project.new')}>
            New Project…
          </Button>
          <Button icon={FolderOpen} onClick={() => void runCommand('project.open')}>
            Open Project…
          </Button>
        </div>
        {recent.length > 0 && (
          <section>
            <h2 className={styles.heading}>Recent</h2>
            <ul className={styles.recent}>
              {recent.map((project) => (
                <li key={project.folder}>
                  <Recent project={project} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}

const trainedWords =
  'Two talking heads, analysed and trained: one man’s face on the other’s performance. Scrub it, pull at the matte, export it.';
const untrainedWords =
  'Two talking heads with their faces found. Train the swap on this machine and watch it become sharp: a few minutes are enough to see it.';

function Demo({ demo }: { readonly demo: { readonly trained: boolean } | undefined }) {
  const train = async (): Promise<void> => {
    await openDemo();
    showWorkspace('train');
  };
  return (
    <section className={styles.demo} aria-labelledby="demo">
      <img className={styles.picture} src={demoPicture} alt="A frame of the demo: plate and comp" />
      <div className={styles.words}>
        <h2 id="demo">Demo project</h2>
        <p>{demo ? (demo.trained ? trainedWords : untrainedWords) : 'Getting the footage ready…'}</p>
        <div>
          <Button kind="primary" disabled={!demo} onClick={() => void openDemo()}>
            {demo?.trained === false ? 'Open It' : 'Open and Play'}
          </Button>
          {demo && (
            <Button onClick={() => void train()}>{demo.trained ? 'See Its Training' : 'Train It Now'}</Button>
          )}
        </div>
      </div>
    </section>
  );
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

function Recent({ project }: { readonly project: RecentProject }) {
  const { folder, name, opened, missing } = project;
  return (
    <button
      type="button"
      className={styles.project}
      disabled={missing}
      title={missing ? `${folder} is not there: is the disk mounted?` : folder}
      onClick={() => void openProject(folder)}
    >
      <Theater size={14} strokeWidth={1.75} aria-hidden />
      <span className={styles.name}>{name}</span>
      <span className={styles.folder}>{folder}</span>
      <span className={styles.when}>{missing ? 'Not there' : day.format(new Date(opened))}</span>
    </button>
  );
}
