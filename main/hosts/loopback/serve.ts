import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { UserError } from '../../common/index.ts';
import { type Handler, type Report, refuse, secure } from '../../server/index.ts';
import { sendResponse, toRequest } from './nodeRequest.ts';
import {
  bearerOf,
  cookieName,
  cookieValue,
  isRequestAllowed,
  type Refusal,
  type Rules,
} from './requestRules.ts';

/** never another interface: who should reach it from elsewhere goes through ssh */
const ADDRESS = '127.0.0.1';
/** milliseconds a connection may say nothing while it is the browser's turn to send or to take */
const QUIET = 60_000;

export interface LoopbackOptions {
  readonly handler: Handler;
  readonly report: Report;
  /** 0: any free one */
  readonly port?: number;
  /** at least 128 bits, hexadecimal; left out: a new one. A service that restarts keeps its pages with it. */
  readonly token?: string;
}

export interface Loopback {
  readonly port: number;
  /** address with the token; the part after # is neither sent nor logged by anyone */
  readonly address: string;
  /**
   * An address that opens one session. For a browser's command line, which every user of the machine can
   * read: once the window has used it, it opens nothing.
   */
  addressForOnce(): string;
  /** ends event streams and connections, then the server */
  close(): Promise<void>;
}

/**
 * Serves the handler on 127.0.0.1 to who knows the token.
 *
 * @throws UserError where the port is taken or not allowed
 */
export async function serveLoopback(options: LoopbackOptions): Promise<Loopback> {
  const token = checkToken(options.token ?? makeSecret());
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 0, keepAliveTimeout: 30_000 });
  const port = await listen(server, options.port ?? 0);
  const codes = new Set<string>();
  const rules = { host: `${ADDRESS}:${port}`, token, codes };
  /** connections whose request is read: until the answer begins it is our turn, however long it takes */
  const busy = new Map<Socket, ServerResponse>();

  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { socket } = incoming;
    incoming.once('end', () => busy.set(socket, outgoing));
    outgoing.once('close', () => busy.delete(socket));
    answer(incoming, outgoing, rules, options.handler).catch((error) => {
      // the browser went away; what its request was doing is stopped by the signal
      if (!outgoing.destroyed && !socket.destroyed)
        options.report(error, `${incoming.method} ${incoming.url}`);
      outgoing.destroy();
    });
    if (incoming.method === 'GET' || incoming.method === 'HEAD') incoming.resume();
  });
  server.setTimeout(QUIET, (socket) => {
    if (busy.get(socket)?.headersSent !== false) socket.destroy();
  });
  return {
    port,
    address: `http://${rules.host}/#t=${token}`,
    addressForOnce() {
      const code = makeSecret();
      codes.add(code);
      return `http://${rules.host}/#t=${code}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  rules: Rules & { readonly codes: Set<string> },
  handler: Handler,
): Promise<void> {
  const { headers } = incoming;
  const site = headers['sec-fetch-site'];
  const verdict = isRequestAllowed(
    {
      method: incoming.method ?? 'GET',
      url: incoming.url ?? '/',
      host: headers.host,
      origin: headers.origin,
      site: Array.isArray(site) ? site.join() : site,
      authorization: headers.authorization,
      cookie: headers.cookie,
    },
    rules,
  );
  if (!verdict.allowed) {
    outgoing.shouldKeepAlive = false;
    return sendResponse(secure(refuse(verdict.status, ...refusals[verdict.status])), outgoing);
  }
  if (incoming.url === '/session') {
    rules.codes.delete(bearerOf(headers.authorization) ?? '');
    return sendResponse(secure(openSession(incoming.method ?? 'GET', rules)), outgoing);
  }
  if (!incoming.url?.startsWith('/')) {
    return sendResponse(secure(refuse(400, 'This is no proxy.', 'Ask for a path.')), outgoing);
  }
  const response = await handler(toRequest(incoming, outgoing, `http://${rules.host}`));
  // a body refused half-way is not read to its end
  if (!incoming.complete) outgoing.shouldKeepAlive = false;
  return sendResponse(response, outgoing);
}

/** POST with the token: from then on the cookie speaks for the page. Images and event streams send no headers. */
function openSession(method: string, rules: Rules): Response {
  if (method !== 'POST') return refuse(405, 'A session is opened by POST.', 'Use POST.');
  const cookie = `${cookieName(rules)}=${cookieValue(rules)}; HttpOnly; SameSite=Strict; Path=/`;
  return new Response(null, { status: 204, headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } });
}

const refusals: Record<Refusal, [message: string, remedy: string]> = {
  401: [
    'This page has no valid token.',
    'Open the address Understudy printed when it started, with the part after #.',
  ],
  403: ['The request comes from another site.', 'Open Understudy at the address it printed.'],
  421: ['The request is for another host.', 'Open Understudy at the address it printed, with 127.0.0.1.'],
};

/** 128 bits */
const makeSecret = (): string => randomBytes(16).toString('hex');

function checkToken(token: string): string {
  if (/^[0-9a-f]{32,}$/i.test(token)) return token;
  throw new UserError(
    'The token must have at least 32 hexadecimal digits.',
    'Make one with: openssl rand -hex 16',
    { exitCode: 2 },
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const words =
        error.code === 'EADDRINUSE'
          ? `Port ${port} is taken by another program.`
          : error.code === 'EACCES'
            ? `This user may not open port ${port}.`
            : null;
      reject(words ? new UserError(words, 'Name another with --port, or leave --port out.') : error);
    });
    server.listen(port, ADDRESS, () => resolve((server.address() as AddressInfo).port));
  });
}
