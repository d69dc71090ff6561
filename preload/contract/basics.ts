import { z } from 'zod';

/** Names that become folders: of projects, facesets, models. */
export const Name = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u);
/** Identifiers made by whoever proposes an edit: short, random, unique in the project. */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{4,64}$/);
export const FrameNumber = z.number().int().min(0);
