import { UserError } from '../common/index.ts';
import { FrameBench } from './frameBench.ts';
import { type FrameLook, type FromFrameWorker, ToFrameWorker } from './frameMessages.ts';
import { changedLook } from './lookChange.ts';
import { parentSide } from './parentSide.ts';

// Entry of a frame worker: answers requests for pictures of one clip until it is ended.

const parent = parentSide();
const waiting = new Map<number, AbortController>();
let bench: FrameBench | undefined;
let look: FrameLook | null = null;

parent.onMessage((raw) => {
  const message = ToFrameWorker.parse(raw);
  if (message.type === 'open') bench = new FrameBench(message);
  else if (message.type === 'look') look = changedLook(look ?? {}, message.change);
  else if (message.type === 'cancel') waiting.get(message.id)?.abort();
  else void answer(message).then(parent.send);
});
parent.onGone(() => process.exit(0));

async function answer(request: Extract<ToFrameWorker, { type: 'frame' }>): Promise<FromFrameWorker> {
  const { id } = request;
  // those that come later are of another
  const current = look;
  const stop = new AbortController();
  waiting.set(id, stop);
  try {
    if (!bench) throw new Error('A picture was asked for before the clip was opened.');
    const picture = await bench.picture(request, request.key === '' ? null : current, stop.signal);
    return { type: 'picture', id, ...picture };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const remedy = error instanceof UserError ? error.remedy : null;
    return { type: 'failed', id, cancelled: stop.signal.aborted, message, remedy };
  } finally {
    waiting.delete(id);
  }
}
