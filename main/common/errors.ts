/**
 * An error whose text is meant for the person at the keyboard.
 *
 * `message` says what is wrong, `remedy` what to do about it; both are one plain sentence. Everything
 * else that is thrown is a defect and shows its stack.
 */
export class UserError extends Error {
  readonly remedy: string;
  /** Process exit code of the command line: 1 the work failed, 2 the command was used wrongly. */
  readonly exitCode: 1 | 2;

  constructor(message: string, remedy: string, options: { exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UserError';
    this.remedy = remedy;
    this.exitCode = options.exitCode ?? 1;
  }
}

const errnoWords: Record<string, [what: string, remedy: string]> = {
  ENOSPC: ['The disk is full', 'Free some space or choose another folder, then run the same command again.'],
  EACCES: ['No permission to use', 'Choose a folder you may write to, or change its permissions.'],
  EPERM: ['No permission to use', 'Choose a folder you may write to, or change its permissions.'],
  EROFS: ['The disk is read-only', 'Choose a folder on a disk that can be written.'],
  ENOENT: ['There is no file', 'Check the path.'],
  EISDIR: ['A folder is where a file was expected', 'Name a file.'],
  EEXIST: ['A file is where a folder should be', 'Move it away or name another folder.'],
  ENOTDIR: ['A file is where a folder was expected', 'Name a folder.'],
};

/** Turns a file-system error into a `UserError` that names the path; other values pass unchanged. */
export function explainFileError(error: unknown, path?: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const { code, path: where } = error as NodeJS.ErrnoException;
  const words = code === undefined ? undefined : errnoWords[code];
  if (!words) return error;
  return new UserError(`${words[0]}: ${path ?? where ?? ''}`.replace(/: $/, ''), words[1], { cause: error });
}
