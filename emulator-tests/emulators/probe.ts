import type { ServiceName } from '../services/index.ts';

/** Rejects unless the backend at `host` responds in time: `emulators/<service>/probe.ts`. */
type Probe = (host: string, timeoutMs: number) => Promise<void>;

export async function probe(service: ServiceName, host: string, timeoutMs: number): Promise<void> {
  // Loaded lazily, because that of Storage does not need gRPC.
  const { probe: probeService }: { readonly probe: Probe } = await import(`./${service}/probe.ts`);
  return probeService(host, timeoutMs);
}

/** Probes until the backend responds. Rejects after `timeoutMs`, or when `signal` aborts. */
export async function waitUntilReady(
  service: ServiceName,
  host: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other is the point
      return await probe(service, host, Math.min(2_000, Math.max(1, deadline - Date.now())));
    } catch (error) {
      if (signal?.aborted || Date.now() >= deadline) throw error;
    }
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
