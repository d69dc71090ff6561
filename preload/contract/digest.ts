/** Parts of a document are never written to, so each is hashed once. */
const digests = new WeakMap<object, string>();

/** A short name of a part of the document by its content. */
export function digest(part: object): string {
  let known = digests.get(part);
  if (known === undefined) {
    known = hash(JSON.stringify(part));
    digests.set(part, known);
  }
  return known;
}

/** 64 bits of a text: FNV-1a over its UTF-16 units from two starting points. The same in page and server. */
export function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x01000193);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
