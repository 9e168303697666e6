import type { TracerProvider } from '@opentelemetry/api';
import type * as sdk from '@opentelemetry/sdk-trace';
import type { Tools } from '../harness/scenario.ts';

/** How often each started span has ended. */
export type Ledger = Set<{ readonly name: string; readonly enabled: boolean; ends: number }>;

/** A tracer provider that records how often each span is ended, and whether the plugin was enabled when it started. */
export async function ledgerProvider(
  { load }: Tools,
  isEnabled: () => boolean,
): Promise<{ readonly provider: TracerProvider; readonly ledger: Ledger }> {
  const { TracerProvider } = (await load('@opentelemetry/sdk-trace')) as typeof sdk;
  const ledger: Ledger = new Set();
  const provider = new TracerProvider({
    spanProcessors: [
      {
        onStart(span) {
          const entry = { name: span.name, enabled: isEnabled(), ends: 0 };
          ledger.add(entry);
          const { end } = span;
          span.end = function (time) {
            entry.ends++;
            end.call(span, time);
          };
        },
        onEnd() {},
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  });
  return { provider, ledger };
}
