/** Lists no bucket's content, only the buckets: the backend at `host` is ready when it answers. */
export async function probe(host: string, timeoutMs: number): Promise<void> {
  const response = await fetch(`http://${host}/b?project=demo-probe`, {
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.arrayBuffer();
  if (response.status >= 500) throw new Error(`status ${response.status}`);
}
