import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** How playback goes; where it is lies in `state/playback`. */
export interface Transport {
  /** the picture that is due is not there yet: the clock waits for it */
  readonly buffering: boolean;
  /** frames left out since playback started, because drawing them would have made it run slow */
  readonly dropped: number;
  /** what is being typed: where to go, or the timecode of the clip's first frame */
  readonly typing: 'place' | 'start' | null;
}

export const useTransport = create<Transport>(() => ({
  buffering: false,
  dropped: 0,
  typing: null,
}));

export interface TransportPreferences {
  /** what ruler and counters show */
  readonly display: 'frames' | 'timecode';
  /** 0…1 */
  readonly volume: number;
}

export const useTransportPreferences = create<TransportPreferences>()(
  persist((): TransportPreferences => ({ display: 'timecode', volume: 1 }), {
    name: 'understudy.transport',
    version: 1,
  }),
);
