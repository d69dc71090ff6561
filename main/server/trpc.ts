import { initTRPC, TRPCError } from '@trpc/server';
import { ZodError, z } from 'zod';
import { UserError } from '../common/index.ts';
import type { Editor } from '../editor/index.ts';
import { DEFECT_MESSAGE, DEFECT_REMEDY } from './errorResponse.ts';

export interface Context {
  readonly editor: Editor;
}

const t = initTRPC.context<Context>().create({
  sse: {
    // a proxy or a sleeping laptop drops quiet connections without a word: the page notices the missing
    // pings and comes back
    ping: { enabled: true, intervalMs: 5000 },
    client: { reconnectAfterInactivityMs: 20_000 },
  },
  errorFormatter({ shape, error }) {
    const { cause } = error;
    const { code, path } = shape.data;
    // people read message and remedy; the words and the stack of a defect stay in the log
    if (cause instanceof UserError) return { ...shape, data: { code, path, remedy: cause.remedy } };
    if (cause instanceof ZodError && code === 'BAD_REQUEST') {
      const message = `${path ?? 'The call'}: ${z.prettifyError(cause)}`;
      return { ...shape, message, data: { code, path, remedy: null } };
    }
    if (code === 'INTERNAL_SERVER_ERROR') {
      return { ...shape, message: DEFECT_MESSAGE, data: { code, path, remedy: DEFECT_REMEDY } };
    }
    return { ...shape, data: { code, path, remedy: null } };
  },
});

export const router = t.router;

/** A procedure whose `UserError`s reach the page as BAD_REQUEST with their remedy. */
export const procedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof UserError) {
    const { cause } = result.error;
    throw new TRPCError({ code: 'BAD_REQUEST', message: cause.message, cause });
  }
  return result;
});
