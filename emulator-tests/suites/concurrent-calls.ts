import type { TracerProvider } from '@opentelemetry/api';
import type * as sdk from '@opentelemetry/sdk-trace';
import type { Tools } from '../harness/scenario.ts';

/** Whether spans of concurrent calls were kept apart. */
export interface Concurrent {
  readonly spans: number;
  /** The number of concurrent calls. */
  readonly open: number;
  /** A few spans with a wrong parent, that ended more or less than once, or with data of another call. */
  readonly strange: readonly string[];
}

export const concurrentCalls = 10_000;

interface Noted {
  readonly span: sdk.ReadableSpan;
  ends: number;
}

/** Makes concurrent calls, each in its own trace and with its own target. */
export async function concurrently(
  { load, trace, context }: Tools,
  plugin: { setTracerProvider(provider: TracerProvider): void },
  marked: (mark: string) => unknown,
): Promise<Concurrent> {
  const { TracerProvider } = (await load('@opentelemetry/sdk-trace')) as typeof sdk;
  const noted = new Map<sdk.ReadableSpan, Noted>();
  const open = { now: 0, most: 0 };
  const processor: sdk.SpanProcessor = {
    onStart(span) {
      noted.set(span, { span, ends: 0 });
      open.most = Math.max(open.most, ++open.now);
      const { end } = span;
      span.end = function (time) {
        noted.get(span)!.ends++;
        open.now--;
        end.call(span, time);
      };
    },
    onEnd() {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  plugin.setTracerProvider(new TracerProvider({ spanProcessors: [processor] }));
  await Promise.all(
    Array.from({ length: concurrentCalls }, (_, nth) => {
      const own = { traceId: hex(nth, 32), spanId: hex(nth, 16), traceFlags: 1 };
      return context.with(trace.setSpan(context.active(), trace.wrapSpanContext(own)), () =>
        marked(mark(nth)),
      );
    }),
  );
  const strange = [...noted.values()].filter((each) => !isOneself(each)).map(({ span }) => tell(span));
  return { spans: noted.size, open: open.most, strange: strange.slice(0, 5) };
}

/** Trace and span ids must not be all zeros. */
const hex = (nth: number, digits: number): string => (nth + 1).toString(16).padStart(digits, '0');
const mark = (nth: number): string => `mark${nth}x`;

const tell = ({ name, attributes, events, status }: sdk.ReadableSpan): string =>
  JSON.stringify({ name, attributes, events, status });

function isOneself({ span, ends }: Noted): boolean {
  const nth = Number.parseInt(span.spanContext().traceId, 16) - 1;
  const marks = new Set(tell(span).match(/mark\d+x/g));
  return (
    ends === 1 && span.parentSpanContext?.spanId === hex(nth, 16) && marks.size === 1 && marks.has(mark(nth))
  );
}
