import type { Current } from './current.ts';
import { analyzeOrder, exclusive } from './orders.ts';
import type { JobService } from './services.ts';

export function jobService(current: Current): JobService {
  return {
    list: () => current.session?.queue.list() ?? [],
    async analyze(clip) {
      const session = current.get();
      await session.clips.open(clip);
      return exclusive(session, analyzeOrder(session, clip));
    },
    async pause(id) {
      current.get().queue.pause(id);
    },
    async resume(id) {
      current.get().queue.resume(id);
    },
    async cancel(id) {
      current.get().queue.cancel(id);
    },
    async retry(id) {
      return current.get().queue.retry(id);
    },
    async clear(id) {
      current.get().queue.clear(id);
    },
    async log(id) {
      return current.get().queue.log(id);
    },
  };
}
