/** Reads the event of a request, in every format in which the framework accepts one. */
import type { IncomingHttpHeaders } from 'node:http';
import { fieldsOf, type Fields, textOf } from './framework';

export interface FunctionEvent {
  readonly type?: string | undefined;
  readonly id?: string | undefined;
  readonly time?: string | undefined;
  /** The source of a CloudEvent, or the resource of an event of the first generation. */
  readonly source?: string | undefined;
  /** What within the source: the path of a document, the name of an object. It is data, and not exported. */
  readonly subject?: string | undefined;
  /** Only CloudEvents have it. */
  readonly specVersion?: string | undefined;
  /** `data` of Pub/Sub's events: the message, and what it was delivered by. */
  readonly data: Fields;
  /** The trace context of whoever created the event, by the names of W3C's headers. */
  readonly creator: { readonly traceparent?: string; readonly tracestate?: string };
}

const traceContext = (fields: Fields, prefix = ''): FunctionEvent['creator'] | undefined => {
  const traceparent = textOf(fields[`${prefix}traceparent`]);
  if (traceparent === undefined) return undefined;
  const tracestate = textOf(fields[`${prefix}tracestate`]);
  return { traceparent, ...(tracestate !== undefined && { tracestate }) };
};

/** A message of Pub/Sub is below `message`; that of the first generation is the data itself. */
export const messageIn = ({ data }: FunctionEvent): Fields =>
  data['message'] === undefined ? data : fieldsOf(data['message']);

/**
 * `@google-cloud/pubsub` writes the trace context with a prefix; other publishers use the names of W3C's headers. The
 * publisher's comes before the one of the CloudEvent, which Eventarc makes of the message.
 * https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md
 */
const creatorOf = (event: Omit<FunctionEvent, 'creator'>, extensions: Fields, prefix?: string) => {
  const attributes = fieldsOf(messageIn({ ...event, creator: {} })['attributes']);
  return (
    traceContext(attributes, 'googclient_') ??
    traceContext(attributes) ??
    traceContext(extensions, prefix) ??
    {}
  );
};

const isBinary = (headers: IncomingHttpHeaders): boolean =>
  ['ce-type', 'ce-specversion', 'ce-source', 'ce-id'].every((name) => textOf(headers[name]) !== undefined);

/** A CloudEvent, whose attributes are fields with a prefix. */
const cloudEvent = (fields: Fields, prefix: string, data: Fields): FunctionEvent => {
  const attribute = (name: string): string | undefined => textOf(fields[`${prefix}${name}`]);
  const event = {
    type: attribute('type'),
    id: attribute('id'),
    time: attribute('time'),
    source: attribute('source'),
    subject: attribute('subject'),
    specVersion: attribute('specversion'),
    data,
  };
  return { ...event, creator: creatorOf(event, fields, prefix) };
};

/** A CloudEvent of the binary mode: its attributes are headers. An event function finds its data below `data`. */
const binaryEvent = (headers: IncomingHttpHeaders, body: Fields, signatureType: unknown): FunctionEvent => {
  const data = signatureType === 'event' ? fieldsOf(body['data']) : body;
  return cloudEvent(headers, 'ce-', data);
};

const structuredEvent = (body: Fields): FunctionEvent => cloudEvent(body, '', fieldsOf(body['data']));

/** An event of the first generation, with a context, or with the fields of the context beside the data. */
const legacyEvent = (body: Fields): FunctionEvent => {
  const context = body['context'] === undefined ? body : fieldsOf(body['context']);
  const { resource } = context;
  const event = {
    type: textOf(context['eventType']),
    id: textOf(context['eventId']),
    time: textOf(context['timestamp']),
    source: textOf(resource) ?? textOf(fieldsOf(resource)['name']),
    data: fieldsOf(body['data']),
  };
  return { ...event, creator: creatorOf(event, context) };
};

/** The event of a request. It has to be read before the framework puts the trace context of the request into the event. */
export const eventOf = (
  headers: IncomingHttpHeaders,
  requestBody: unknown,
  signatureType: unknown,
): FunctionEvent => {
  const body = fieldsOf(requestBody);
  if (isBinary(headers)) return binaryEvent(headers, body, signatureType);
  return textOf(body['specversion']) === undefined ? legacyEvent(body) : structuredEvent(body);
};
