import { useMedia } from '../state/media.ts';
import { goTo, usePlayback } from '../state/playback.ts';
import { currentFacts } from './clipFacts.ts';
import { Pacer } from './pacer.ts';
import { Sound } from './sound.ts';
import { isFrameReady } from './supply.ts';
import { useTransport, useTransportPreferences } from './transport.ts';

/** Runs the playhead while the speed is not 0. @returns a function that ends it */
export function startEngine(): () => void {
  const pacer = new Pacer();
  const sound = new Sound();
  let request: number | null = null;

  const applyVolume = (): void => {
    sound.setVolume(useTransportPreferences.getState().volume);
  };

  /** Fetched as the clip comes into view: whoever presses play then need not wait for it. */
  const prepareSound = (): void => {
    const facts = currentFacts();
    sound.load(facts?.media.audio ? facts.clip.id : null);
  };

  const tick = (now: number): void => {
    request = null;
    const facts = currentFacts();
    const { speed, frame, loop, clip, muted } = usePlayback.getState();
    if (speed === 0) return;
    if (!facts || facts.clip.id !== clip) {
      usePlayback.setState({ speed: 0 });
      return;
    }
    const pace = pacer.step({
      now,
      frame,
      speed,
      times: facts.times,
      range: facts.range,
      loop,
      sound: sound.time(),
      isReady: (wanted) => isFrameReady(clip, wanted),
    });
    if (pace.waiting || speed !== 1 || muted) sound.stop();
    else if (pace.jumped || !sound.wanted) sound.playFrom(pace.seconds);
    report(pace.dropped, pace.waiting);
    if (pace.frame !== frame) goTo(pace.frame);
    if (pace.ended) usePlayback.setState({ speed: 0 });
    else request = requestAnimationFrame(tick);
  };

  const unsubscribe = usePlayback.subscribe((now, before) => {
    if (now.clip !== before.clip) prepareSound();
    if (now.speed === before.speed) return;
    if (now.speed === 0) {
      if (request !== null) cancelAnimationFrame(request);
      request = null;
      pacer.reset();
      sound.stop();
      useTransport.setState({ buffering: false });
      return;
    }
    if (before.speed === 0) {
      useTransport.setState({ dropped: 0 });
      request ??= requestAnimationFrame(tick);
    }
  });
  const unsubscribeVolume = useTransportPreferences.subscribe(applyVolume);
  const unsubscribeMedia = useMedia.subscribe(prepareSound);
  applyVolume();
  prepareSound();
  return () => {
    unsubscribe();
    unsubscribeMedia();
    unsubscribeVolume();
    if (request !== null) cancelAnimationFrame(request);
    sound.load(null);
  };
}

function report(dropped: number, buffering: boolean): void {
  const now = useTransport.getState();
  if (dropped > 0 || buffering !== now.buffering)
    useTransport.setState({ buffering, dropped: now.dropped + dropped });
}
