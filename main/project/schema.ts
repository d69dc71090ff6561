// The document's schema is part of the contract with the page; rooms under main/ know it by these names.
import type { Clip } from '../../preload/contract/index.ts';

export type {
  ConsentEntry,
  Edit,
  EditKind,
  HistoryEntry,
  HistoryState,
  Patch,
  ProjectDocument,
} from '../../preload/contract/index.ts';
export type ProjectClip = Clip;
