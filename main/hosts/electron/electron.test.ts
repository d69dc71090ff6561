import { beforeEach, describe, expect, it } from 'vitest';
import { CHOOSE_FILES } from '../../../preload/bridge/index.ts';
import type { Job } from '../../../preload/contract/index.ts';
import { createTestEditor, type TestEditor } from '../../server/editorFixture.ts';
import { createTestPort } from './electronFixture.ts';
import { mayOpenOutside } from './guards.ts';
import { startElectron } from './startElectron.ts';
import { watchCrashes } from './watchCrashes.ts';

let fake: ReturnType<typeof createTestPort>;
let test: TestEditor;
let running: { state: string; title: string }[];
let closed: number;
const reported: unknown[] = [];

async function start(): Promise<boolean> {
  const editor = {
    ...test.editor,
    system: { recent: async () => [], demo: async () => null },
    jobs: { list: () => running },
    close: async () => {
      closed++;
    },
  };
  return startElectron(fake.port, {
    createEditor: () => editor as never,
    forkWorker: () => {
      throw new Error('no worker is wanted here');
    },
    page: '/nowhere',
    preload: '/app/out/preload/bridge.cjs',
    project: undefined,
    report: (error) => reported.push(error),
    platform: 'linux',
  });
}

beforeEach(() => {
  fake = createTestPort();
  test = createTestEditor();
  running = [];
  closed = 0;
  reported.length = 0;
});

describe('start-up', () => {
  it('locks everything before the first window exists', async () => {
    expect(await start()).toBe(true);
    expect(fake.calls).toEqual(['enableSandbox', 'registerSchemes', 'ready', 'window', 'load app://bundle/']);
  });

  it('leaves a second start to the first window', async () => {
    fake.app.requestSingleInstanceLock = () => false;
    expect(await start()).toBe(false);
    expect(fake.calls.at(-1)).toBe('quit');
    expect(fake.calls).not.toContain('window');
  });

  it('comes to the front when it is started again', async () => {
    await start();
    fake.app.emit('second-instance');
    expect(fake.calls.slice(-2)).toEqual(['restore', 'focus']);
  });

  it('leaves undo and redo to the page', async () => {
    await start();
    const roles = fake.handlers.menu?.flatMap(({ submenu }) => submenu?.map(({ role }) => role) ?? []);
    expect(roles).toContain('paste');
    expect(roles).not.toContain('undo');
    expect(roles).not.toContain('toggleDevTools');
  });
});

describe('the scheme', () => {
  it('carries the same handler as the loopback host', async () => {
    await start();
    const answer = await fake.handlers.protocol?.(new Request('app://bundle/rpc/project.state'));
    expect(answer?.status).toBe(200);
    expect(answer?.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['app://other/', 'app://bundle.evil/rpc/project.state', 'app:///rpc/project.state'])(
    'has nothing at %s',
    async (url) => {
      await start();
      expect((await fake.handlers.protocol?.(new Request(url)))?.status).toBe(404);
    },
  );
});

describe('the page', () => {
  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
    'stays where it is: %s',
    async (name) => {
      await start();
      const goes = (url: string): boolean => {
        let prevented = false;
        fake.contents.emit(name, {
          url,
          preventDefault: () => {
            prevented = true;
          },
        });
        return !prevented;
      };
      expect(goes('app://bundle/')).toBe(true);
      for (const url of [
        'https://evil.example/',
        'file:///etc/passwd',
        'app://other/',
        'app://bundle/frames/c/comp/1',
        'javascript:alert(1)',
        'data:text/html,x',
      ]) {
        expect(goes(url)).toBe(false);
      }
    },
  );

  it('opens no window, and only listed sites in the browser', async () => {
    await start();
    const open = fake.handlers.windowOpen;
    expect(open?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' });
    expect(open?.({ url: 'https://c2pa.org/' })).toEqual({ action: 'deny' });
    expect(fake.calls.filter((call) => call.startsWith('openExternal'))).toEqual([
      'openExternal https://c2pa.org/',
    ]);
  });

  it.each([
    ['https://c2pa.org/specifications', true],
    ['http://c2pa.org/', false],
    ['https://c2pa.org.evil.example/', false],
    ['https://c2pa.org@evil.example/', false],
    ['https://user:word@c2pa.org/', false],
    ['https://c2pa.org:8443/', false],
    ['file:///etc/passwd', false],
    ['smb://c2pa.org/share', false],
    ['not an address', false],
  ])('%s goes to the browser: %s', (address, expected) => {
    expect(mayOpenOutside(address)).toBe(expected);
  });

  it('attaches no webview', async () => {
    await start();
    let prevented = false;
    fake.contents.emit('will-attach-webview', {
      preventDefault: () => {
        prevented = true;
      },
    });
    expect(prevented).toBe(true);
  });

  it('gets no permission', async () => {
    await start();
    const answers: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'fileSystem']) {
      fake.handlers.permissionRequest?.(fake.contents, permission, (yes) => answers.push(yes));
    }
    expect(answers).toEqual([false, false, false, false, false]);
    expect([fake.handlers.permissionCheck?.(), fake.handlers.device?.()]).toEqual([false, false]);
  });
});

describe('a long job that ends', () => {
  const ended = (job: Partial<Job>) => test.emit({ type: 'jobEnded', job: job as Job });

  it('is told by the system while another window is in front, and a click brings ours up', async () => {
    await start();
    ended({ title: 'Train demo', state: 'done', error: null });
    ended({ title: 'Render', state: 'failed', error: { message: 'The disk is full.', remedy: '' } });
    ended({ title: 'Analyse', state: 'cancelled', error: null });
    expect(fake.notes.map(({ title, body }) => [title, body])).toEqual([
      ['Train demo', 'Done.'],
      ['Render', 'Failed. The disk is full.'],
    ]);
    fake.notes[0].emit('click');
    expect(fake.calls.slice(-2)).toEqual(['restore', 'focus']);
    fake.window.isFocused = () => true;
    ended({ title: 'Train demo', state: 'done', error: null });
    expect(fake.notes).toHaveLength(2);
  });
});

describe('file dialogs', () => {
  const question = {
    title: 'Import Footage',
    action: 'Import',
    mode: 'open',
    kinds: ['video', 'picture'],
    multiple: true,
    path: null,
  };
  const askFrom = async (senderFrame: unknown, value: unknown = question): Promise<unknown> => {
    await start();
    return fake.handlers.ipc.get(CHOOSE_FILES)?.({ senderFrame, sender: fake.contents }, value);
  };

  it('open for the page itself', async () => {
    expect(await askFrom(fake.contents.mainFrame)).toEqual(['/a.mp4']);
    expect(fake.asked[0]).toMatchObject({
      buttonLabel: 'Import',
      properties: ['openFile', 'createDirectory', 'multiSelections'],
    });
  });

  it('ask for a new name where that is the question', async () => {
    expect(
      await askFrom(fake.contents.mainFrame, { ...question, mode: 'save', path: '/out/film.mov' }),
    ).toEqual(['/b.mp4']);
    expect(fake.asked[0]).toMatchObject({ defaultPath: '/out/film.mov' });
  });

  it('do not open for a frame in it, another origin or a frame that is gone', async () => {
    for (const frame of [{ origin: 'app://bundle' }, null]) {
      await expect(askFrom(frame)).rejects.toThrow('refused');
    }
    fake = createTestPort();
    fake.contents.mainFrame.origin = 'https://evil.example';
    await expect(askFrom(fake.contents.mainFrame)).rejects.toThrow('refused');
    expect(fake.asked).toEqual([]);
  });

  it('do not open for a question of another form', async () => {
    await expect(askFrom(fake.contents.mainFrame, { ...question, mode: 'delete' })).rejects.toThrow();
    expect(fake.asked).toEqual([]);
  });
});

describe('closing', () => {
  it('saves first', async () => {
    await start();
    fake.window.close();
    await expect.poll(() => fake.calls.at(-1)).toBe('closed');
    expect(closed).toBe(1);
    fake.app.emit('window-all-closed');
    expect(fake.calls.at(-1)).toBe('quit');
  });

  it('asks where a job would stop, and stays if that is the answer', async () => {
    await start();
    running = [{ state: 'running', title: 'Train demo' }];
    fake.window.close();
    await expect.poll(() => fake.asked.length).toBe(1);
    expect(fake.asked[0]).toMatchObject({ detail: expect.stringContaining('Train demo') });
    expect([closed, fake.calls.includes('closed')]).toEqual([0, false]);
    fake.answers.message = 1;
    fake.window.close();
    await expect.poll(() => fake.calls.at(-1)).toBe('closed');
    expect(closed).toBe(1);
  });
});

describe('a crash', () => {
  it('of the page loads it again, once', async () => {
    await start();
    let time = 0;
    const loads = (): number => fake.calls.filter((call) => call.startsWith('load')).length;
    const crash = (): boolean =>
      fake.contents.emit('render-process-gone', {}, { reason: 'oom', exitCode: 5 });
    fake.contents.removeAllListeners('render-process-gone');
    watchCrashes(
      fake.port,
      fake.window as never,
      (error) => reported.push(error),
      () => time,
    );
    crash();
    expect(loads()).toBe(2);
    time += 60_000;
    crash();
    expect(loads()).toBe(3);
    time += 1000;
    crash();
    expect(loads()).toBe(3);
    expect(fake.calls.at(-1)).toMatch(/^errorBox .*saved/);
    expect(reported).toHaveLength(3);
  });

  it('of a helper goes to the log', async () => {
    await start();
    fake.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 9 });
    expect(String(reported[0])).toContain('GPU ended: crashed, code 9');
  });
});
