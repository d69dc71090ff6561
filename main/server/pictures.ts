import { createHash } from 'node:crypto';
import { z } from 'zod';
import { FrameLayer, PICTURE_KEY, PICTURE_PART, PictureQuality } from '../../preload/contract/index.ts';
import type { Editor, Picture } from '../editor/index.ts';
import { HttpError } from './errorResponse.ts';
import { answerFile } from './rangeFile.ts';

const Clip = z.string().regex(/^[a-z0-9-]{4,64}$/);
const Count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
/** Names of facesets, models and faces: the services look them up, they never become a path unchecked. */
const Text = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^/\\\0]+$/)
  .refine((text) => text !== '.' && text !== '..');

const FramePath = z.tuple([Clip, FrameLayer, Count]);
const FrameQuery = z.object({
  w: PictureQuality.default('proxy'),
  look: z.string().default(''),
  part: z.literal('yes').optional(),
});
const StepPath = z.tuple([Text, z.union([z.literal('latest'), Count])]);

type Answer = (parts: string[], request: Request, editor: Editor) => Promise<Response>;

/** Everything that is a picture, a sound or an array, by the first part of its path. See `paths`. */
const answers: Readonly<Record<string, Answer>> = {
  async frames(parts, request, editor) {
    const [clip, layer, n] = check(FramePath, parts);
    const query = check(FrameQuery, Object.fromEntries(new URL(request.url).searchParams));
    const { w, look, part } = query;
    const etag = `"${hash(`${clip} ${layer} ${n} ${w} ${look}`)}"`;
    const known = look !== '' && request.headers.get('if-none-match') === etag;
    if (known && look === editor.media.frameKey(clip, n)) return notModified(etag, FOR_EVER);
    const picture = await editor.media.frame(clip, layer, n, w, request.signal, part === 'yes');
    // who asks for no key in particular is told by content whether it is another
    if (look === '' || layer === 'plate') return revalidated(request, picture, 'private, no-cache');
    const { key, exact, times } = picture;
    const of = {
      [PICTURE_KEY]: key,
      ...(picture.part ? { [PICTURE_PART]: JSON.stringify(picture.part) } : {}),
      ...(times ? { 'server-timing': timing(times) } : {}),
    };
    // kept for ever under its own key; an edit that came between made it another's, and a draft gets better
    if (key === look && exact && part === undefined)
      return send(picture, { etag, 'cache-control': FOR_EVER, ...of });
    return send(picture, { 'cache-control': 'no-store', ...of });
  },
  async 'media-thumbs'(parts, request, editor) {
    const [clip, n] = check(z.tuple([Clip, Count]), parts);
    return revalidated(request, await editor.media.thumbnail(clip, n, request.signal), A_MINUTE);
  },
  async 'media-sound'(parts, request, editor) {
    const [clip] = check(z.tuple([Clip]), parts);
    const sound = await editor.media.sound(clip);
    if (!sound) throw new HttpError(404, 'This clip has no sound.', 'It plays silently.');
    return answerFile(request, sound.path, sound.type);
  },
  async 'media-waveform'(parts, request, editor) {
    const [clip] = check(z.tuple([Clip]), parts);
    const data = await editor.media.waveform(clip);
    if (!data) throw new HttpError(404, 'This clip has no sound.', 'It plays silently.');
    return revalidated(request, { type: ARRAY, data }, 'private, no-cache');
  },
  async 'track-data'(parts, request, editor) {
    const [clip, track] = check(z.tuple([Clip, Count]), parts);
    const { buffer, byteOffset, byteLength } = await editor.faces.trackData(clip, track);
    const data = new Uint8Array(buffer, byteOffset, byteLength);
    return revalidated(request, { type: ARRAY, data }, 'private, no-cache');
  },
  async faces(parts, request, editor) {
    const [faceset, id] = check(z.tuple([Text, Text]), parts);
    return revalidated(request, await editor.facesets.thumbnail(faceset, id), A_MINUTE);
  },
  async previews(parts, request, editor) {
    const [model, step] = check(StepPath, parts);
    return revalidated(request, await editor.training.preview(model, step), 'private, no-cache');
  },
};

const ARRAY = 'application/octet-stream';
const FOR_EVER = 'private, max-age=31536000, immutable';
const A_MINUTE = 'private, max-age=60';

/** The answer to a path of `paths`; undefined for any other. */
export async function answerPicture(request: Request, editor: Editor): Promise<Response | undefined> {
  const [, first = '', ...rest] = new URL(request.url).pathname.split('/');
  if (!Object.hasOwn(answers, first)) return undefined;
  return answers[first]?.(rest.map(decode), request, editor);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HttpError(
    400,
    `The address is not one of Understudy's: ${z.prettifyError(result.error).split('\n')[0]}`,
    'Reload the page; an old page may ask a newer server.',
  );
}

/** What the page's performance panel, and a benchmark, shows of the server's part. */
const timing = (times: Readonly<Record<string, number>>): string =>
  Object.entries(times)
    .map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`)
    .join(', ');

interface Bytes {
  readonly type: Picture['type'] | typeof ARRAY;
  readonly data: Uint8Array;
}

/** An answer the page may keep but asks about: unchanged ones cost no transfer and no decoding. */
function revalidated(request: Request, bytes: Bytes, cache: string): Response {
  const etag = `"${hash(bytes.data)}"`;
  if (request.headers.get('if-none-match') === etag) return notModified(etag, cache);
  return send(bytes, { etag, 'cache-control': cache });
}

const notModified = (etag: string, cache: string): Response =>
  new Response(null, { status: 304, headers: { etag, 'cache-control': cache } });

function send({ type, data }: Bytes, headers: Record<string, string>): Response {
  return new Response(data as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': type, 'content-length': String(data.byteLength), ...headers },
  });
}

const hash = (data: string | Uint8Array): string =>
  createHash('sha1').update(data).digest('base64url').slice(0, 20);
