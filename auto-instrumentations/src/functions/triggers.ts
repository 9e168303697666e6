/** What triggered a function, by the semantic conventions for FaaS, CloudEvents and messaging, release 1.45.0. */
import { redacted, shortened } from '@gcp-otel/shared';
import type { Attributes } from '@opentelemetry/api';
import { type FunctionEvent, messageIn } from './events';
import { type FrameworkRequest, fieldsOf, textOf } from './framework';

export interface Trigger {
  readonly name: string;
  readonly attributes: Attributes;
}

/** As in the plugins: a longer name would be cut by backends, or its span refused. */
const MAX_NAME = 255;

const present = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? shortened(value) : value]),
  );

const firstIn = (pattern: RegExp, text: string | undefined): string | undefined =>
  pattern.exec(text ?? '')?.[1];

const ISO_8601 = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/;

const timeOf = (time: unknown): string | undefined => {
  const text = textOf(time);
  return text !== undefined && ISO_8601.test(text) ? text : undefined;
};

/** Events of data sources, in both generations, and where their source names what the conventions call the collection. */
const DATA_SOURCES: readonly (readonly [type: RegExp, collection: RegExp])[] = [
  [/^google\.(?:cloud\.)?storage\.object\./, /\/buckets\/([^/]+)/],
  [/^(?:google\.cloud\.firestore\.document\.|providers\/cloud\.firestore\/)/, /\/databases\/([^/]+)/],
  [/^google\.cloud\.datastore\.entity\./, /\/databases\/([^/]+)/],
  [/^(?:google\.firebase\.database\.ref\.|providers\/google\.firebase\.database\/)/, /\/instances\/([^/]+)/],
];

const PUBSUB = /^(?:google\.cloud\.pubsub\.topic\.|google\.pubsub\.topic\.|providers\/cloud\.pubsub\/)/;
const TIMER = /^google\.cloud\.scheduler\.job\./;

/** The conventions' words; the word of the event, if they have none: `written` is any of the three. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['created', 'insert'],
  ['create', 'insert'],
  ['finalized', 'insert'],
  ['finalize', 'insert'],
  ['updated', 'edit'],
  ['update', 'edit'],
  ['metadataUpdated', 'edit'],
  ['metadataUpdate', 'edit'],
  ['deleted', 'delete'],
  ['delete', 'delete'],
]);

const operationOf = (type: string): string => {
  const [plain = type] = type.split('.withAuthContext');
  const word = plain.split(/[./]/).at(-1)!;
  return OPERATIONS.get(word) ?? word;
};

/** Some applications have one collection for each user, with an address or a generated id for a name. */
const IS_DATA = /@|^(?=.*\d)[\w-]{20,}$/;

/**
 * The collection of a document, which is what the conventions' `faas.document.name` is in a database: the table. Ids of
 * documents are data, and so are names of objects: those are left out.
 */
const collectionOf = ({ subject, source }: FunctionEvent): string | undefined => {
  const [, ...below] = `/${subject ?? source}`.split('/documents/');
  const path = below.join('/documents/').split('/');
  if (path[0] === '') return undefined;
  return path
    .slice(0, path.length - 1 + (path.length % 2))
    .map((segment, index) => (index % 2 === 1 || IS_DATA.test(segment) ? '{id}' : segment))
    .join('/');
};

const pubsub = (event: FunctionEvent): Attributes => {
  const message = messageIn(event);
  const attempt = event.data['deliveryAttempt'];
  return {
    'faas.trigger': 'pubsub',
    'messaging.system.name': 'gcp.pubsub',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': firstIn(/\/topics\/([^/]+)/, event.source),
    'messaging.destination.subscription.name': firstIn(
      /\/subscriptions\/([^/]+)/,
      textOf(event.data['subscription']),
    ),
    // The key of an ordered message is left out: it is data, often a user's id.
    'messaging.message.id': textOf(message['messageId']) ?? event.id,
    'gcp.pubsub.message.delivery_attempt': typeof attempt === 'number' ? attempt : undefined,
  };
};

const byType = (event: FunctionEvent): Attributes => {
  const { type = '', source } = event;
  if (PUBSUB.test(type)) return pubsub(event);
  if (TIMER.test(type)) return { 'faas.trigger': 'timer', 'faas.invocation.start_time': timeOf(event.time) };
  const [, collection] = DATA_SOURCES.find(([pattern]) => pattern.test(type)) ?? [];
  if (collection === undefined) return { 'faas.trigger': 'other' };
  return {
    'faas.trigger': 'datasource',
    'faas.document.collection': firstIn(collection, source),
    'faas.document.operation': operationOf(type),
    'faas.document.name': collectionOf(event),
    'faas.document.time': timeOf(event.time),
  };
};

/** `cloudevents.event_subject` is left out: in Google's events it is the name of an object, or the path of a document. */
const cloudEvent = ({ id, source, specVersion, type }: FunctionEvent): Attributes =>
  specVersion === undefined
    ? {}
    : {
        'cloudevents.event_id': id,
        'cloudevents.event_source': source === undefined ? undefined : redacted(source),
        'cloudevents.event_spec_version': specVersion,
        'cloudevents.event_type': type,
      };

/**
 * What the span of an event says of it. FaaS' conventions leave messages to those for messaging, so their span is named
 * after the topic; that of another CloudEvent by the conventions for CloudEvents; any other after the function.
 */
export const eventTrigger = (event: FunctionEvent, functionName: string): Trigger => {
  const { name, attributes } = namedTrigger(event, functionName);
  return { name: shortened(name, MAX_NAME), attributes };
};

const namedTrigger = (event: FunctionEvent, functionName: string): Trigger => {
  const attributes = present({ ...cloudEvent(event), ...byType(event) });
  if (attributes['faas.trigger'] === 'pubsub') {
    const topic = attributes['messaging.destination.name'] as string | undefined;
    return { name: topic === undefined ? 'process' : `process ${topic}`, attributes };
  }
  const type = attributes['cloudevents.event_type'] as string | undefined;
  return { name: type === undefined ? functionName : `CloudEvents Process ${type}`, attributes };
};

const CRON = /^\S+(?: \S+){4,5}$/;

/** The schedule of `onSchedule`, unless it is one of App Engine's sentences: `every 5 minutes`. */
const cronOf = (userFunction: unknown): string | undefined => {
  const { scheduleTrigger } = fieldsOf(fieldsOf(userFunction)['__endpoint']);
  const schedule = textOf(fieldsOf(scheduleTrigger)['schedule']);
  return schedule !== undefined && CRON.test(schedule) && /^[\d*]/.test(schedule) ? schedule : undefined;
};

/** Cloud Scheduler calls a function by HTTP, and says so: https://cloud.google.com/scheduler/docs/reference/rpc */
const isScheduled = ({ headers }: FrameworkRequest): boolean =>
  headers['x-cloudscheduler'] === 'true' || headers['x-cloudscheduler-jobname'] !== undefined;

/** What the span of a request says of the function that answers it. */
export const httpTrigger = (request: FrameworkRequest, userFunction: unknown): Attributes =>
  isScheduled(request)
    ? present({
        'faas.trigger': 'timer',
        'faas.cron': cronOf(userFunction),
        'faas.invocation.start_time': timeOf(request.headers['x-cloudscheduler-scheduletime']),
      })
    : { 'faas.trigger': 'http' };
