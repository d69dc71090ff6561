import { createLucideIcon } from 'lucide-react';

/** The brackets of in and out, as they stand on the ruler. */
export const InPoint = createLucideIcon('in-point', [['path', { d: 'M15 4H9v16h6', key: 'bracket' }]]);
export const OutPoint = createLucideIcon('out-point', [['path', { d: 'M9 4h6v16H9', key: 'bracket' }]]);
