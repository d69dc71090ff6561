/**
 * Part of the key of every picture that is kept. Raise it with each change after which the same inputs give other
 * pixels: what was drawn before is then drawn again, and a project shows in the viewer what its film will be.
 */
export const PICTURES_VERSION = 2;
