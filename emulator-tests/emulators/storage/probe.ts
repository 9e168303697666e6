/** Lists buckets. The backend at `host` is ready when it responds. */
export async function probe(host: string, timeoutMs: number): Promise<void> {
  const response = await fetch(`http://${host}/b?project=demo-probe`, {
    signal: AbortSignal.timeout(timeoutMs),
  });
  await response.arrayBuffer();
  if (response.status >= 500) throw new Error(`status ${response.status}`);
}
