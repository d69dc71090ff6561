import { beforeEach, describe, expect, it } from 'vitest';
import { createTestPort } from './electronFixture.ts';
import { utilityFork } from './utilityWorker.ts';

describe('a worker of Electron', () => {
  let fake: ReturnType<typeof createTestPort>;
  beforeEach(() => {
    fake = createTestPort();
  });

  it('is a utility process that waits for its environment', async () => {
    let tell: (environment: Record<string, string>) => void = () => {};
    const known = new Promise<Record<string, string>>((resolve) => {
      tell = resolve;
    });
    const worker = utilityFork(fake.port, known)('/app/out/main/jobWorker.js');
    const heard: unknown[] = [];
    worker.onMessage((message) => heard.push(message));
    worker.onOutput((text) => heard.push(text));
    worker.onExit((exit) => heard.push(exit));
    worker.send('first');
    expect(fake.forked).toHaveLength(0);
    tell({ FOUND: 'cpu' });
    await known;
    const [child] = fake.forked;
    expect(child.options).toMatchObject({ serviceName: 'Understudy job', env: { FOUND: 'cpu' } });
    worker.send('second');
    expect(child.posted).toEqual(['first', 'second']);
    child.emit('message', 'progress');
    (child as unknown as { stderr: typeof child }).stderr.emit('data', 'words');
    child.emit('exit', 134);
    expect(heard).toEqual(['progress', 'words', { code: 134, signal: null }]);
  });

  it('that was killed says so, started or not', async () => {
    const exits: unknown[] = [];
    const early = utilityFork(fake.port, Promise.resolve({}))('/w.js');
    early.onExit((exit) => exits.push(exit));
    early.kill();
    const late = utilityFork(fake.port, Promise.resolve({}))('/w.js');
    late.onExit((exit) => exits.push(exit));
    await Promise.resolve();
    late.kill();
    expect(fake.forked).toHaveLength(1);
    expect(exits).toEqual([
      { code: null, signal: 'SIGKILL' },
      { code: null, signal: 'SIGKILL' },
    ]);
  });
});
