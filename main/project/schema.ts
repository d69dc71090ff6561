import { z } from 'zod';

/** Raised when the meaning of project.json changes; `migrate` brings older files up. */
export const PROJECT_VERSION = 1;

const name = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u);

export const clipSchema = z.object({
  /** folder name of the clip's analysis; derived from the content hash */
  id: z.string().regex(/^[a-z0-9-]{4,64}$/),
  /** relative to the project's folder where both are on one disk, else absolute */
  path: z.string().min(1),
  contentHash: z.string().min(8),
});

export const consentEntrySchema = z.object({
  performer: z.string().min(1),
  /** sha256 of the record, also its file name under consent/ */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** when it entered the project, ISO time */
  filed: z.iso.datetime(),
});

export const projectSchema = z.object({
  version: z.literal(PROJECT_VERSION),
  name,
  created: z.iso.datetime(),
  clips: z.array(clipSchema),
  consent: z.array(consentEntrySchema),
});

export type ProjectDocument = z.infer<typeof projectSchema>;
export type ProjectClip = z.infer<typeof clipSchema>;
export type ConsentEntry = z.infer<typeof consentEntrySchema>;
