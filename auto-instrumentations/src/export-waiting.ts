/** What the process does that exports what another one has left behind. It has the environment of that one, and the spans on stdin. */
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { spanExporterTo } from './named-exporters';
import { withoutBlankVariables } from './variables';
import type { PlainSpan, Waiting } from './waiting-spans';

const readable = ({ context, resource, ...span }: PlainSpan): ReadableSpan =>
  ({
    ...span,
    spanContext: () => context,
    resource: { ...resource, asyncAttributesPending: false },
  }) as ReadableSpan;

/** Runs in that process. */
export const exportWaiting = (): void => {
  withoutBlankVariables();
  const { to, spans } = deserialize(readFileSync(0)) as Waiting;
  const exporter = spanExporterTo(to);
  exporter.export(spans.map(readable), ({ code }) => {
    process.exitCode = code === ExportResultCode.SUCCESS ? 0 : 1;
    void exporter.shutdown();
  });
};
