import { UserError } from '../common/index.ts';

/** A refusal with the status HTTP has for it. Its words are for people, like a `UserError`'s. */
export class HttpError extends Error {
  readonly status: number;
  readonly remedy: string;

  constructor(status: number, message: string, remedy: string) {
    super(message);
    this.name = 'HttpError';
    this.status = status;
    this.remedy = remedy;
  }
}

/** Where defects go: the host's log. `where` names the request or procedure. */
export type Report = (error: unknown, where: string) => void;

/** `{message, remedy}` as the page shows it. */
export function refuse(status: number, message: string, remedy: string): Response {
  return Response.json({ message, remedy }, { status, headers: { 'cache-control': 'no-store' } });
}

/**
 * The answer to whatever a request threw: refusals in their own words, defects as 500 without their stack,
 * which goes to the log.
 */
export function errorResponse(error: unknown, request: Request, report: Report): Response {
  if (error instanceof HttpError) return refuse(error.status, error.message, error.remedy);
  if (error instanceof UserError) return refuse(400, error.message, error.remedy);
  // nobody is there to read this one: the page went on to another frame
  if (request.signal.aborted) return refuse(499, 'The page no longer waits for this.', 'Ask again.');
  report(error, `${request.method} ${new URL(request.url).pathname}`);
  return refuse(500, DEFECT_MESSAGE, DEFECT_REMEDY);
}

export const DEFECT_MESSAGE = 'Something went wrong inside Understudy.';
export const DEFECT_REMEDY = 'Try it again; the lines that explain it are in the terminal or the log.';
