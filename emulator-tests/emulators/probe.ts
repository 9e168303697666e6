import type { ServiceName } from '../services/index.ts';

/** Rejects unless the backend at `host` answers within the time: `emulators/<service>/probe.ts`. */
type Probe = (host: string, timeoutMs: number) => Promise<void>;

export async function probe(service: ServiceName, host: string, timeoutMs: number): Promise<void> {
  // Loaded when needed: Storage's has no use for gRPC.
  const { probe: probeService }: { readonly probe: Probe } = await import(`./${service}/probe.ts`);
  return probeService(host, timeoutMs);
}

/** Probes until the backend answers; gives up after `timeoutMs`, or as soon as `signal` says that it is pointless. */
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
