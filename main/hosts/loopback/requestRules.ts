import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What the rules look at, as node:http gives it. */
export interface RequestFacts {
  readonly method: string;
  /** the path with its query, as sent */
  readonly url: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`; every current browser sends it, and a page cannot forge it */
  readonly site: string | undefined;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

export interface Rules {
  /** what the page is served at, e.g. 127.0.0.1:41234 */
  readonly host: string;
  /** 128 random bits, hexadecimal */
  readonly token: string;
  /** codes that open one session each */
  readonly codes?: ReadonlySet<string>;
}

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly status: Refusal };
/** 401 no or wrong token, 403 another origin, 421 another host */
export type Refusal = 401 | 403 | 421;

const yes: Verdict = { allowed: true };
const no = (status: Refusal): Verdict => ({ allowed: false, status });

/**
 * Whether a request may be answered. The page's own files need no token: they hold nothing secret, and the
 * page must load before it can trade the token of its address for the cookie.
 */
export function isRequestAllowed(facts: RequestFacts, rules: Rules): Verdict {
  // DNS rebinding: a site lets its own name point to 127.0.0.1 and becomes same-origin with us in the
  // browser's eyes. The name stays in the Host header.
  if (facts.host !== rules.host) return no(421);
  const origin = `http://${rules.host}`;
  // Cross-site request forgery: another site's page sends a form or a fetch here. Browsers name its origin
  // on everything but plain GETs.
  if (facts.origin !== undefined && facts.origin !== origin) return no(403);
  const reads = facts.method === 'GET' || facts.method === 'HEAD';
  if (!reads && facts.origin !== origin) return no(403);
  if (isPublic(facts, reads)) return yes;
  // Another server on this machine (127.0.0.1 with another port) counts as the same site, so SameSite does
  // not keep our cookie from requests its page makes: pictures, event streams, links.
  if (facts.site !== undefined && facts.site !== 'same-origin' && facts.site !== 'none') return no(403);
  // Another user of this machine reaches the port as well as we do; the token is what they do not know.
  return hasToken(facts, rules) ? yes : no(401);
}

/** The page's files and its assets; everything else tells or changes something of the project. */
function isPublic({ url }: RequestFacts, reads: boolean): boolean {
  const path = url.split('?', 1)[0] ?? '';
  return reads && (['/', '/index.html', '/favicon.ico'].includes(path) || /^\/assets\/[^/\\%]+$/.test(path));
}

export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];

function hasToken({ url, authorization, cookie }: RequestFacts, rules: Rules): boolean {
  const bearer = bearerOf(authorization);
  if (bearer !== undefined) {
    const codes = url === '/session' ? [...(rules.codes ?? [])] : [];
    return [rules.token, ...codes].some((secret) => equals(bearer, secret));
  }
  const name = cookieName(rules);
  const value = (cookie ?? '')
    .split(';')
    .map((part) => part.trim().split('='))
    .find(([key]) => key === name)?.[1];
  return value !== undefined && equals(value, cookieValue(rules));
}

/** Cookies are shared by all ports of a host: two Understudys must not overwrite each other's. */
export const cookieName = ({ host }: Rules): string => `understudy-${host.split(':').at(-1)}`;

/** Not the token itself: who comes to see the cookie cannot open a session of their own on another port. */
export const cookieValue = ({ token, host }: Rules): string =>
  createHmac('sha256', token).update(`session of ${host}`).digest('hex');

/** Compares in the same time whatever differs, so that answering times tell nothing of the token. */
function equals(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
