import { describe, expect, it } from 'vitest';
import { describeProviders } from './providerReport.ts';
import { tryProvider } from './providerTrial.ts';

describe('a trial in a child process', () => {
  it('computes on the CPU', async () => {
    expect(await tryProvider('cpu')).toEqual({ milliseconds: expect.any(Number) });
  });

  it('reports an absent provider in its own words', async () => {
    const absent = process.platform === 'win32' ? 'coreml' : 'dml';
    expect(await tryProvider(absent)).toEqual({ error: expect.stringContaining('not found') });
  });

  it('outlives a crash', async () => {
    // with an option Node does not know the child dies before it can answer, as one whose driver crashes does
    const env = { ...process.env, NODE_OPTIONS: '--no-such-option' };
    expect(await tryProvider('cpu', { env })).toEqual({
      error: expect.stringMatching(/crashed \(code 9\).*no-such-option/),
    });
  });
});

it('describes this machine: the CPU works, and what does not says why', async () => {
  const reports = await describeProviders();
  expect(reports[0]).toMatchObject({ provider: 'cpu', works: true, slow: false });
  for (const { works, sentence } of reports.slice(1)) {
    expect(sentence).toMatch(works ? /works/ : /cannot be used: .+/);
  }
  expect(await describeProviders()).toBe(reports);
});
