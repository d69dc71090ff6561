import { describe, expect, it } from 'vitest';
import type { Clip, ProjectDocument } from '../../preload/contract/index.ts';
import { firstClip } from './followProject.ts';
import { consentFields, consentJson, emptyConsent, missingFields } from './project/consentForm.ts';
import { cacheWords } from './shell/cacheWords.ts';

const clip = (id: string, role: Clip['role'], swap = false): Clip =>
  ({ id, role, swap: swap ? {} : null }) as Clip;
const project = (...clips: Clip[]): ProjectDocument => ({ clips }) as unknown as ProjectDocument;

describe('firstClip', () => {
  it('prefers a plate that is swapped, then a plate, then anything', () => {
    const [source, plate, swapped] = [clip('a', 'source'), clip('b', 'plate'), clip('c', 'plate', true)];
    expect(firstClip(project(source, plate, swapped))).toBe('c');
    expect(firstClip(project(source, plate))).toBe('b');
    expect(firstClip(project(source))).toBe('a');
    expect(firstClip(project())).toBeNull();
  });
});

describe('cacheWords', () => {
  it('says what share of the clip is at hand', () => {
    const cached = {
      'c/proxy': [[0, 50] as [number, number]],
      'c/comp/k': [
        [0, 10],
        [20, 25],
      ] as [number, number][],
    };
    expect(cacheWords(cached, 'c', 'k', 100)).toBe('Proxies 50 % · Comp 15 %');
    expect(cacheWords(cached, 'c', '', 100)).toBe('Proxies 50 %');
  });

  it('is silent when nothing is missing or known', () => {
    expect(cacheWords({ 'c/proxy': [[0, 100]] }, 'c', '', 100)).toBeNull();
    expect(cacheWords({}, 'c', 'k', 100)).toBeNull();
    expect(cacheWords({}, null, '', 0)).toBeNull();
  });
});

describe('the consent form', () => {
  it('knows what is still empty; only the end may stay so', () => {
    const form = emptyConsent('Ada', '2026-11-23');
    expect(missingFields(form)).toEqual(['Production', 'Use', 'May be changed', 'Shots or scenes']);
    const filled = Object.fromEntries(consentFields.map(({ key }) => [key, form[key] || 'words']));
    expect(missingFields({ ...form, ...filled, expires: '' })).toEqual([]);
  });

  it('writes a record without an end as one', () => {
    expect(JSON.parse(consentJson(emptyConsent('Ada', '2026-11-23')))).toMatchObject({
      performer: 'Ada',
      signed: '2026-11-23',
      expires: null,
    });
  });
});
