/** Runs once before the integration tests: they drive the bundled command line and the built networks. */
export default async function prepare(): Promise<void> {
  // plain JavaScript without types: it runs before any package is installed
  const { setUp } = (await import(new URL('./setup.mjs', import.meta.url).href)) as {
    setUp(): Promise<void>;
  };
  await setUp();
}
