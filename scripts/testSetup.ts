/** Runs once before the integration tests: nothing to prepare yet (models are built by set-up). */
export default function setup(): void {}
