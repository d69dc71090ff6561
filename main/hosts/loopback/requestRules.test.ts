import { describe, expect, it } from 'vitest';
import { cookieName, cookieValue, isRequestAllowed, type RequestFacts } from './requestRules.ts';

const rules = {
  host: '127.0.0.1:41234',
  token: '00112233445566778899aabbccddeeff',
  codes: new Set(['c0de']),
};
const origin = 'http://127.0.0.1:41234';
const cookie = `${cookieName(rules)}=${cookieValue(rules)}`;

const facts = (over: Partial<RequestFacts>): RequestFacts => ({
  method: 'GET',
  url: '/rpc/project.state',
  host: rules.host,
  origin: undefined,
  site: 'same-origin',
  authorization: undefined,
  cookie,
  ...over,
});

describe('a request is', () => {
  it.each<[string, Partial<RequestFacts>, number | 'allowed']>([
    ['the page with its cookie', {}, 'allowed'],
    ['the cookie among others', { cookie: `a=b; ${cookie}; understudy-1=x` }, 'allowed'],
    ['a change from the page', { method: 'POST', origin }, 'allowed'],
    ['the page itself, before it has a session', { url: '/', cookie: undefined, site: 'none' }, 'allowed'],
    ['an asset, before it has a session', { url: '/assets/main-1a.js', cookie: undefined }, 'allowed'],
    [
      'a script with the token',
      { authorization: `Bearer ${rules.token}`, cookie: undefined, site: undefined },
      'allowed',
    ],

    [
      'a session with a code',
      { method: 'POST', origin, url: '/session', authorization: 'Bearer c0de' },
      'allowed',
    ],
    ['a code for anything else', { authorization: 'Bearer c0de' }, 401],

    ['DNS rebinding: a foreign name', { host: 'evil.example:41234' }, 421],
    ['DNS rebinding, for the page too', { host: 'evil.example:41234', url: '/' }, 421],
    ['another name of this machine', { host: 'localhost:41234' }, 421],
    ['another port', { host: '127.0.0.1:80' }, 421],
    ['no host', { host: undefined }, 421],

    ['a foreign form', { method: 'POST', origin: 'https://evil.example' }, 403],
    ['a sandboxed frame', { method: 'POST', origin: 'null' }, 403],
    ['a change that hides its origin', { method: 'POST' }, 403],
    ['a foreign event stream', { url: '/rpc/events', origin: 'https://evil.example' }, 403],
    ['a neighbour on another port', { url: '/frames/c/comp/1', site: 'same-site' }, 403],
    ['a foreign page with an image of ours', { url: '/frames/c/comp/1', site: 'cross-site' }, 403],

    ['no token', { cookie: undefined }, 401],
    ['a wrong token', { authorization: 'Bearer 00112233445566778899aabbccddeefe' }, 401],
    ['part of the token', { authorization: `Bearer ${rules.token.slice(0, 8)}` }, 401],
    ['a wrong cookie', { cookie: `${cookieName(rules)}=${rules.token}` }, 401],
    ["another Understudy's cookie", { cookie: cookie.replace('41234', '41235') }, 401],
    ['a post of the page without a session', { method: 'POST', origin, cookie: undefined }, 401],
    ['a way round the public paths', { url: '/assets/../rpc/project.state', cookie: undefined }, 401],
    ['an encoded way round', { url: '/assets/..%2frpc', cookie: undefined }, 401],
  ])('%s', (_, over, expected) => {
    const verdict = isRequestAllowed(facts(over), rules);
    expect(verdict.allowed ? 'allowed' : verdict.status).toBe(expected);
  });

  it('known by a cookie that does not tell the token', () => {
    expect(cookie).not.toContain(rules.token);
    expect(cookieValue({ ...rules, host: '127.0.0.1:41235' })).not.toBe(cookieValue(rules));
  });
});
