import type { ProjectState, ServerEvent } from '../../preload/contract/index.ts';
import { UserError } from '../common/index.ts';
import type { Editor } from '../editor/index.ts';

/** What a test looks at and steers of the small editor. */
export interface TestEditor {
  readonly editor: Editor;
  emit(event: ServerEvent): void;
  /** listeners that follow the events */
  readonly listeners: Set<(event: ServerEvent) => void>;
  /** uploads received, by name */
  readonly received: Map<string, number>;
  /** the signal the last frame was asked with */
  readonly asked: { frames: number; signal?: AbortSignal };
  /** key of the frames of clip "clip" as they are drawn now */
  look: string;
  /** file that is served as sound */
  sound: string | null;
}

/** An editor without a project on disk: enough of every service to test what carries their answers. */
export function createTestEditor(): TestEditor {
  const listeners = new Set<(event: ServerEvent) => void>();
  const received = new Map<string, number>();
  const asked: TestEditor['asked'] = { frames: 0 };
  const test: TestEditor = {
    editor: undefined as never,
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    listeners,
    received,
    asked,
    look: 'look-1',
    sound: null,
  };
  const state = (): ProjectState => ({
    folder: '/projects/one',
    revision: 1,
    document: {
      version: 3,
      name: 'one',
      created: '2026-01-01T00:00:00.000Z',
      clips: [],
      performers: [],
      consent: [],
      renders: [],
    },
    history: { position: 0, length: 0, undo: null, redo: null },
    looks: [{ clip: 'clip', key: test.look, track: 1, reason: null, checkpoint: 10 }],
  });
  const services = {
    system: {
      makeFolder: async (path: string) => {
        throw new UserError(`${path} may not be written.`, 'Choose another folder.');
      },
      recent: async () => {
        throw new Error('secret words of a defect');
      },
    },
    projects: {
      state,
      undo: async () => {},
      async receive(name: string, body: ReadableStream<Uint8Array>) {
        let bytes = 0;
        for await (const chunk of body) bytes += chunk.byteLength;
        received.set(name, bytes);
        return `/projects/one/media/${name}`;
      },
    },
    media: {
      async frame(_clip: string, layer: string, n: number, quality: string, signal: AbortSignal) {
        asked.frames++;
        asked.signal = signal;
        if (n === 404) throw new UserError('The clip has 100 frames.', 'Ask for one of them.');
        if (n === 500) throw new TypeError('secret words of a defect');
        // frame 9 is slow: it comes only when nobody waits for it any more
        if (n === 9) await new Promise((resume) => signal.addEventListener('abort', resume));
        const data = new TextEncoder().encode(`${layer} ${n}`);
        return { type: 'image/png', data, key: test.look, exact: quality !== 'draft' };
      },
      frameKey: () => test.look,
      thumbnail: async (_clip: string, n: number) => ({ type: 'image/jpeg', data: Uint8Array.of(n) }),
      sound: async () => (test.sound ? { path: test.sound, type: 'audio/mp4' } : null),
      waveform: async () => Uint8Array.of(1, 2, 3),
    },
    faces: { trackData: async () => Float32Array.of(1, 2) },
    facesets: { thumbnail: async (_: string, id: string) => ({ type: 'image/jpeg', data: Buffer.from(id) }) },
    training: {
      preview: async (_: string, step: unknown) => ({ type: 'image/png', data: Buffer.from(`${step}`) }),
    },
    subscribe(listener: (event: ServerEvent) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    greeting: async (): Promise<ServerEvent[]> => [{ type: 'project', state: state() }],
    close: async () => {},
  };
  return Object.assign(test, { editor: services as unknown as Editor });
}
