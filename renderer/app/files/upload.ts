import { create } from 'zustand';

export interface Upload {
  readonly id: number;
  readonly name: string;
  /** 0…1 */
  readonly share: number;
  readonly cancel: () => void;
}

export const useUploads = create<{ readonly uploads: readonly Upload[] }>(() => ({ uploads: [] }));
let next = 0;

/**
 * Sends a file into the project's media folder, for pages on another machine than the server. The browser
 * streams it from disk; XMLHttpRequest, because fetch does not say how far it got.
 *
 * @returns its path on the server's machine
 * @throws Error with the server's words; AbortError when it was cancelled
 */
export function upload(file: File): Promise<string> {
  const id = ++next;
  const request = new XMLHttpRequest();
  const forget = (): void =>
    useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((one) => one.id !== id) }));
  useUploads.setState(({ uploads }) => ({
    uploads: [...uploads, { id, name: file.name, share: 0, cancel: () => request.abort() }],
  }));
  return new Promise<string>((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) =>
      useUploads.setState(({ uploads }) => ({
        uploads: uploads.map((one) => (one.id === id ? { ...one, share: total ? loaded / total : 0 } : one)),
      }));
    request.onload = () => {
      const answer = readAnswer(request.responseText);
      if (request.status === 200 && answer.path) resolve(answer.path);
      else reject(new Error(answer.message ?? `The server did not take ${file.name} (${request.status}).`));
    };
    request.onerror = () => reject(new Error(`${file.name} could not be sent: the server is away.`));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.open('POST', '/upload');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.send(file);
  }).finally(forget);
}

function readAnswer(text: string): { path?: string; message?: string } {
  try {
    const { path, message, remedy } = JSON.parse(text) as {
      path?: string;
      message?: string;
      remedy?: string;
    };
    const words = [message, remedy].filter(Boolean).join(' ');
    return { ...(path ? { path } : {}), ...(words ? { message: words } : {}) };
  } catch {
    return {};
  }
}
