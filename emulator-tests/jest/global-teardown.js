export default async function globalTeardown() {
  const backends = globalThis[Symbol.for('gcp-otel.backends')] ?? [];
  await Promise.all(backends.map((backend) => backend.stop()));
}
