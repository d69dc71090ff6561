/** The folder a path lies in, of both systems' paths. */
export function folderOf(path: string): string {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return at <= 0 ? path.slice(0, 1) : path.slice(0, at);
}

export function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

export function joinPath(folder: string, name: string): string {
  const line = folder.includes('\\') ? '\\' : '/';
  return folder.endsWith(line) ? folder + name : folder + line + name;
}
