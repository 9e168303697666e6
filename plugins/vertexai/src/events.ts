/** The log event of a call, with the messages of request and response. Only emitted if configured. */
import type { Call, Consumed, LogEvent, Measurement } from '@gcp-otel/shared';
import { eventContent } from './content';
import { type Answer, answerOf } from './responses';

export const event = (
  { start, outcome, errorType, result }: Measurement,
  call: Call,
): LogEvent | undefined => {
  if (call.description.eventContent === undefined) return undefined;
  const { gathered } = Object(result) as Partial<Consumed>;
  const answer = (gathered ??
    (errorType === undefined ? answerOf(Object(result) as object, call) : undefined)) as Answer | undefined;
  const content = eventContent(call, answer);
  return (
    content && {
      name: 'gen_ai.client.inference.operation.details',
      attributes: {
        ...start,
        ...call.description.recordedAttributes,
        ...outcome,
        ...(errorType !== undefined && { 'error.type': errorType }),
        ...content,
      },
    }
  );
};
