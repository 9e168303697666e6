/** A propagator for Google Cloud's `X-Cloud-Trace-Context` header. */
import {
  type Context,
  isSpanContextValid,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';

const HEADER = 'x-cloud-trace-context';

/** `105445aa7843bc8bf206b12000100000/1;o=1`. The span id is decimal. The option may be missing, and proxies add spaces. */
const FORMAT = /^([\da-f]{32})\/(\d{1,20})\s*(?:;\s*o=(\d{1,3})\s*)?;?$/i;

/** Node joins a header that came several times with commas. The first is that of the caller. */
const first = (header: string): string => header.split(',', 1)[0]!.trim();

const LARGEST_ID = 2n ** 64n - 1n;

const hexadecimal = (span: string): string | undefined => {
  const id = BigInt(span);
  return id > LARGEST_ID ? undefined : id.toString(16).padStart(16, '0');
};

/**
 * Propagates the trace context in `X-Cloud-Trace-Context`, as load balancers, Cloud Run and older services of Google
 * Cloud do: https://cloud.google.com/trace/docs/trace-context. Its name in `OTEL_PROPAGATORS` is `xcloudtrace`.
 *
 * A context that another propagator has already extracted is kept, because W3C's header says more. Without an option
 * the caller leaves the decision open; it counts as not sampled.
 */
export class XCloudTracePropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const spanContext = trace.getSpanContext(context);
    if (spanContext === undefined || isTracingSuppressed(context) || !isSpanContextValid(spanContext)) return;
    const { traceId, spanId, traceFlags } = spanContext;
    const option = (traceFlags & TraceFlags.SAMPLED) !== 0 ? 1 : 0;
    setter.set(carrier, HEADER, `${traceId}/${BigInt(`0x${spanId}`)};o=${option}`);
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    if (trace.getSpanContext(context) !== undefined) return context;
    const value = getter.get(carrier, HEADER);
    const header = Array.isArray(value) ? value[0] : value;
    if (typeof header !== 'string') return context;
    const [, traceId, span, option] = FORMAT.exec(first(header)) ?? [];
    const spanId = span === undefined ? undefined : hexadecimal(span);
    if (traceId === undefined || spanId === undefined) return context;
    const spanContext = {
      traceId: traceId.toLowerCase(),
      spanId,
      // A mask, of which every bit asks for a trace. Google's own propagators read it so, too.
      traceFlags: Number(option ?? 0) > 0 ? TraceFlags.SAMPLED : TraceFlags.NONE,
      isRemote: true,
    };
    return isSpanContextValid(spanContext) ? trace.setSpanContext(context, spanContext) : context;
  }

  fields(): string[] {
    return [HEADER];
  }
}
