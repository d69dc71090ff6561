/** What a long piece of work tells whoever watches it. */
export interface Progress {
  /** what is being done, in a few words: "Finding faces" */
  readonly stage: string;
  readonly done: number;
  /** 0 when it cannot be known */
  readonly total: number;
  /** 0…1, for work whose end is a time rather than a count */
  readonly share?: number;
  /** extra figures worth showing, e.g. { loss: 0.4 } */
  readonly figures?: Readonly<Record<string, number>>;
}

export type ReportProgress = (progress: Progress) => void;
