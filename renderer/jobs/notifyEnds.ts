import type { Job } from '../../preload/contract/index.ts';
import { notify, onServerEvent } from '../state/session.ts';
import { duration } from './jobWords.ts';

const took = ({ started, ended }: Job): string =>
  started && ended ? ` after ${duration((Date.parse(ended) - Date.parse(started)) / 1000)}` : '';

/** What is said of a job that ended. */
export function endWords(job: Job): { level: 'info' | 'error'; text: string; remedy: string | null } | null {
  if (job.state === 'done') return { level: 'info', text: `${job.title}: done${took(job)}.`, remedy: null };
  if (job.state !== 'failed') return null;
  return {
    level: 'error',
    text: `${job.title}: failed. ${job.error?.message ?? ''}`.trim(),
    remedy: job.error?.remedy ?? null,
  };
}

/** Says when a long job ended: in the corner, and by the system where the page is out of sight and may. */
export function followJobs(): () => void {
  return onServerEvent((event) => {
    if (event.type !== 'jobEnded') return;
    const words = endWords(event.job);
    if (!words) return;
    notify(words.level, words.text, words.remedy);
    if (document.hidden && canNotify() && Notification.permission === 'granted')
      new Notification(event.job.title, { body: words.text, tag: event.job.id });
  });
}

export const canNotify = (): boolean =>
  typeof Notification !== 'undefined' && window.understudy === undefined;
