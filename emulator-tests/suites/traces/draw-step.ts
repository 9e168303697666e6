import { drawTree, type SpanRecord } from '../../harness/index.ts';
import { stepAttribute } from './steps.ts';

/** The spans that started during a step. They are in the order of their start. */
export function spansOfStep(spans: readonly SpanRecord[], title: string): SpanRecord[] {
  const isStep = ({ attributes }: SpanRecord) => stepAttribute in attributes;
  const first = spans.findIndex((span) => span.attributes[stepAttribute] === title);
  if (first === -1) throw new Error(`no step "${title}" was taken`);
  const next = spans.findIndex((span, index) => index > first && isStep(span));
  return spans.slice(first, next === -1 ? undefined : next);
}

/** A step's spans as a tree. `* retry ABORTED` is an event, `~> request 1` a link. */
export function drawStep(spans: readonly SpanRecord[], title: string): string {
  const nameOf = (spanId: string) => spans.find((span) => span.spanId === spanId)?.name ?? 'unknown span';
  const drawn = drawTree(spansOfStep(spans, title), {
    attributes: ({ events, links }) => {
      const retries = events
        .filter(({ name }) => name === 'retry')
        .map(({ attributes }) => `* retry ${String(attributes['error.type'])}`);
      const linked = links.length > 0 ? `~> ${links.map(({ spanId }) => nameOf(spanId)).join(', ')}` : '';
      return [...retries, linked].filter(Boolean).join(' ');
    },
  });
  // Removes the suffixes that make ids unique.
  return drawn.replaceAll(/(?:-\d+|__\d+_\d+)\b/g, '');
}
