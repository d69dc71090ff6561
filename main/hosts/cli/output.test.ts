import { PassThrough } from 'node:stream';
import { CommanderError } from 'commander';
import { expect, describe as group, it } from 'vitest';
import { UserError } from '../../common/index.ts';
import { explain, Stopped } from './exitCodes.ts';
import { createOutput, describe } from './output.ts';

function streams(isTTY: boolean) {
  const out = new PassThrough();
  const error = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  let time = 0;
  return { out, error, now: () => time, advance: (ms: number) => (time += ms) };
}
const textOf = (stream: PassThrough): string => (stream.read() as Buffer | null)?.toString() ?? '';

group('output', () => {
  it('keeps results and progress apart', async () => {
    const s = streams(false);
    const output = createOutput(true, s);
    output.progress({ stage: 'Finding faces', done: 1, total: 2 });
    output.say('for people');
    await output.line({ frame: 0 });
    expect(textOf(s.out)).toBe('{"frame":0}\n');
    expect(JSON.parse(textOf(s.error))).toEqual({ progress: { stage: 'Finding faces', done: 1, total: 2 } });
  });

  it('draws one bar on a terminal and redraws it in place', () => {
    const s = streams(true);
    const output = createOutput(false, s);
    output.progress({ stage: 'Training', done: 1, total: 4 });
    output.progress({ stage: 'Training', done: 2, total: 4 });
    s.advance(2000);
    output.progress({ stage: 'Training', done: 2, total: 4, figures: { loss: 0.5 } });
    output.progress({ stage: 'Training', done: 4, total: 4 });
    const text = textOf(s.error);
    expect(text.match(/\r/g)).toHaveLength(3);
    expect(text).toContain('Training 2/4, loss 0.500, 2 s left');
    expect(text.endsWith('4/4\n')).toBe(true);
  });

  it('writes few lines to a log', () => {
    const s = streams(false);
    const output = createOutput(false, s);
    for (let done = 0; done <= 100; done++) {
      output.progress({ stage: 'Decoding', done, total: 100 });
      s.advance(300);
    }
    expect(textOf(s.error).trim().split('\n')).toHaveLength(4);
  });

  it('estimates the time left from the rate so far', () => {
    expect(describe({ stage: 'A', done: 10, total: 40 }, 50)).toBe('A 10/40, 2 min 30 s left');
    expect(describe({ stage: 'A', done: 10, total: 0 }, 50)).toBe('A 10');
    expect(describe({ stage: 'A', done: 10, total: 0, share: 0.5 }, 50)).toBe('A 10, 50 s left');
  });
});

group('exit codes', () => {
  it('are those of the README', () => {
    expect(explain(new UserError('What.', 'Do this.'))).toEqual({ code: 1, lines: ['What.', 'Do this.'] });
    expect(explain(new UserError('What.', 'Do.', { exitCode: 2 })).code).toBe(2);
    expect(explain(new Stopped('SIGINT')).code).toBe(130);
    expect(explain(new Stopped('SIGTERM')).code).toBe(143);
    expect(explain(new CommanderError(1, 'commander.unknownOption', 'x')).code).toBe(2);
    expect(explain(new CommanderError(0, 'commander.helpDisplayed', 'x')).code).toBe(0);
    expect(explain(new TypeError('x')).lines[0]).toMatch(/defect/);
  });
});
