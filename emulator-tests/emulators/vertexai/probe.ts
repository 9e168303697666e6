/** Requests a model. The server at `host` is ready when it responds. */
export async function probe(host: string, timeoutMs: number): Promise<void> {
  const response = await fetch(`http://${host}/v1/models/probe`, { signal: AbortSignal.timeout(timeoutMs) });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`status ${response.status}`);
}
