import { initTRPC, TRPCError } from '@trpc/server';
import { UserError } from '../common/index.ts';
import type { Editor } from '../editor/index.ts';

export interface Context {
  readonly editor: Editor;
}

const t = initTRPC.context<Context>().create({
  errorFormatter({ shape, error }) {
    const { cause } = error;
    // people read message and remedy; the stack of a defect stays in the log
    const remedy = cause instanceof UserError ? cause.remedy : null;
    return { ...shape, data: { code: shape.data.code, path: shape.data.path, remedy } };
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
