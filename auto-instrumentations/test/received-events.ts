import { expect } from '@jest/globals';
import { binaryEvent, json, type Request } from './serve-function';

/** The trace contexts of a publisher, of an event, and of the request that brings it. */
const PUBLISHER = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const CREATOR = '00-11111111111111111111111111111111-2222222222222222-01';
const REQUEST = '00-33333333333333333333333333333333-4444444444444444-01';

const OF_FUNCTION = {
  'faas.coldstart': true,
  'faas.invocation.id': expect.any(String),
};

const TOPIC = '//pubsub.googleapis.com/projects/p/topics/orders';

const pubsubEvent = (attributes: object, extensions = {}, headers = {}): Request => {
  const event = binaryEvent(
    {
      type: 'google.cloud.pubsub.topic.v1.messagePublished',
      source: TOPIC,
      id: '42',
      time: '2026-11-23T05:00:00Z',
      ...extensions,
    },
    {
      message: { data: 'UzNDUjNU', messageId: '42', orderingKey: 'S3CR3T', attributes },
      subscription: 'projects/p/subscriptions/eventarc-orders-sub',
      deliveryAttempt: 3,
    },
  );
  return { ...event, headers: { ...event.headers, ...headers } };
};

const OF_MESSAGE = {
  ...OF_FUNCTION,
  'faas.trigger': 'pubsub',
  'messaging.destination.name': 'orders',
  'messaging.message.id': '42',
  'messaging.operation.name': 'process',
  'messaging.operation.type': 'process',
  'messaging.system.name': 'gcp.pubsub',
};

const OF_DELIVERY = {
  'gcp.pubsub.message.delivery_attempt': 3,
  'messaging.destination.subscription.name': 'eventarc-orders-sub',
};

const OF_CLOUD_EVENT = {
  'cloudevents.event_id': '42',
  'cloudevents.event_source': TOPIC,
  'cloudevents.event_spec_version': '1.0',
  'cloudevents.event_type': 'google.cloud.pubsub.topic.v1.messagePublished',
};

const OF_PUSH = { ...OF_MESSAGE, ...OF_DELIVERY, ...OF_CLOUD_EVENT };

/** What a push subscription sends, and the framework makes an event of. */
const pushed = (attributes: object): Request =>
  json({
    message: { data: 'UzNDUjNU', messageId: '42', attributes },
    subscription: 'projects/p/subscriptions/s',
  });

const FIRESTORE = {
  id: '42',
  source: '//firestore.googleapis.com/projects/p/databases/(default)',
  subject: 'documents/users/ada@example.com/orders/S3CR3T',
  time: '2026-11-23T05:00:00.123456Z',
};

const OF_FIRESTORE = {
  ...OF_FUNCTION,
  ...OF_CLOUD_EVENT,
  'cloudevents.event_source': FIRESTORE.source,
  'cloudevents.event_type': 'google.cloud.firestore.document.v1.written',
  'faas.document.collection': '(default)',
  'faas.document.name': 'users/{id}/orders',
  'faas.document.operation': 'written',
  'faas.document.time': FIRESTORE.time,
  'faas.trigger': 'datasource',
};

const BUCKET = '//storage.googleapis.com/projects/_/buckets/pictures';

const OF_STORAGE = {
  ...OF_FUNCTION,
  ...OF_CLOUD_EVENT,
  'cloudevents.event_source': BUCKET,
  'cloudevents.event_type': 'google.cloud.storage.object.v1.finalized',
  'faas.document.collection': 'pictures',
  'faas.document.operation': 'insert',
  'faas.document.time': '2026-11-23T05:00:00Z',
  'faas.trigger': 'datasource',
};

const STORAGE = {
  type: 'google.cloud.storage.object.v1.finalized',
  source: BUCKET,
  id: '42',
  subject: 'objects/S3CR3T.png',
  time: '2026-11-23T05:00:00Z',
};

interface EventCase {
  readonly what: string;
  readonly signature?: 'event' | 'cloudevent';
  readonly request: Request;
  readonly name: string;
  readonly attributes: object;
  readonly link?: string;
}

/** Each event as it arrives, and the span that it has. `S3CR3T` stands for data, which no span has. */
export const events: readonly EventCase[] = [
  {
    what: "Pub/Sub, published by Google's client",
    request: pubsubEvent({ googclient_traceparent: PUBLISHER, traceparent: CREATOR }),
    name: 'process orders',
    attributes: OF_PUSH,
    link: PUBLISHER,
  },
  {
    what: 'Pub/Sub, published with the names of W3C',
    request: pubsubEvent({ traceparent: PUBLISHER }, { traceparent: CREATOR }),
    name: 'process orders',
    attributes: OF_PUSH,
    link: PUBLISHER,
  },
  {
    what: 'Pub/Sub, with the extension of CloudEvents only',
    request: pubsubEvent({}, { traceparent: CREATOR }, { traceparent: REQUEST }),
    name: 'process orders',
    attributes: OF_PUSH,
    link: CREATOR,
  },
  {
    what: 'Pub/Sub, with a trace context that is none, and that of the request, which is its parent anyway',
    request: pubsubEvent({ traceparent: '00-none' }, {}, { traceparent: REQUEST }),
    name: 'process orders',
    attributes: OF_PUSH,
  },
  {
    what: 'Pub/Sub, for a function of the first generation',
    signature: 'event',
    request: pubsubEvent({ googclient_traceparent: PUBLISHER }),
    name: 'process orders',
    // The framework has taken the message out of what it was delivered by.
    attributes: { ...OF_MESSAGE, ...OF_CLOUD_EVENT },
    link: PUBLISHER,
  },
  {
    what: 'an event of the first generation',
    signature: 'event',
    request: json({
      context: {
        eventId: '42',
        eventType: 'google.pubsub.topic.publish',
        resource: { service: 'pubsub.googleapis.com', name: 'projects/p/topics/orders' },
      },
      data: { data: 'UzNDUjNU', attributes: { googclient_traceparent: PUBLISHER } },
    }),
    name: 'process orders',
    attributes: OF_MESSAGE,
    link: PUBLISHER,
  },
  {
    what: 'a push subscription without Eventarc, whose topic the path does not name',
    request: pushed({ traceparent: PUBLISHER }),
    name: 'process',
    attributes: {
      ...OF_MESSAGE,
      ...OF_CLOUD_EVENT,
      'cloudevents.event_source': '//pubsub.googleapis.com/',
      'messaging.destination.name': undefined,
    },
    link: PUBLISHER,
  },
  {
    what: 'Firestore',
    request: binaryEvent(
      { ...FIRESTORE, type: 'google.cloud.firestore.document.v1.written' },
      new Uint8Array(),
    ),
    name: 'CloudEvents Process google.cloud.firestore.document.v1.written',
    attributes: OF_FIRESTORE,
  },
  {
    what: 'Firestore, with who wrote it',
    request: binaryEvent(
      {
        ...FIRESTORE,
        type: 'google.cloud.firestore.document.v1.updated.withAuthContext',
        authid: 'S3CR3T',
      },
      new Uint8Array(),
    ),
    name: 'CloudEvents Process google.cloud.firestore.document.v1.updated.withAuthContext',
    attributes: {
      ...OF_FIRESTORE,
      'cloudevents.event_type': 'google.cloud.firestore.document.v1.updated.withAuthContext',
      'faas.document.operation': 'edit',
    },
  },
  {
    what: 'Cloud Storage, traced by an extension',
    request: binaryEvent({ ...STORAGE, traceparent: CREATOR }, { name: 'S3CR3T.png' }),
    name: 'CloudEvents Process google.cloud.storage.object.v1.finalized',
    attributes: OF_STORAGE,
    link: CREATOR,
  },
  {
    what: 'Cloud Storage, in the structured mode',
    request: json(
      { ...STORAGE, specversion: '1.0', traceparent: CREATOR, data: { name: 'S3CR3T.png' } },
      { 'content-type': 'application/cloudevents+json', traceparent: REQUEST },
    ),
    name: 'CloudEvents Process google.cloud.storage.object.v1.finalized',
    attributes: OF_STORAGE,
    link: CREATOR,
  },
  {
    what: 'Cloud Storage, of the first generation',
    signature: 'event',
    request: json({
      eventId: '42',
      eventType: 'google.storage.object.delete',
      timestamp: '2026-11-23T05:00:00Z',
      resource: { name: 'projects/_/buckets/pictures/objects/S3CR3T.png', service: 'storage.googleapis.com' },
      data: { name: 'S3CR3T.png' },
    }),
    name: 'legacy',
    attributes: {
      ...OF_FUNCTION,
      'faas.document.collection': 'pictures',
      'faas.document.operation': 'delete',
      'faas.document.time': '2026-11-23T05:00:00Z',
      'faas.trigger': 'datasource',
    },
  },
  {
    what: 'Realtime Database',
    request: binaryEvent(
      {
        type: 'google.firebase.database.ref.v1.created',
        source: '//firebasedatabase.googleapis.com/projects/_/locations/europe-west1/instances/shop',
        id: '42',
        subject: 'refs/S3CR3T',
      },
      {},
    ),
    name: 'CloudEvents Process google.firebase.database.ref.v1.created',
    attributes: {
      ...OF_FUNCTION,
      ...OF_CLOUD_EVENT,
      'cloudevents.event_source':
        '//firebasedatabase.googleapis.com/projects/_/locations/europe-west1/instances/shop',
      'cloudevents.event_type': 'google.firebase.database.ref.v1.created',
      'faas.document.collection': 'shop',
      'faas.document.operation': 'insert',
      'faas.trigger': 'datasource',
    },
  },
  {
    what: 'Cloud Scheduler',
    request: binaryEvent(
      {
        type: 'google.cloud.scheduler.job.v1.executed',
        source: '//cloudscheduler.googleapis.com/projects/p/locations/l/jobs/nightly',
        id: '42',
        time: '2026-11-23T05:00:00Z',
      },
      {},
    ),
    name: 'CloudEvents Process google.cloud.scheduler.job.v1.executed',
    attributes: {
      ...OF_FUNCTION,
      ...OF_CLOUD_EVENT,
      'cloudevents.event_source': '//cloudscheduler.googleapis.com/projects/p/locations/l/jobs/nightly',
      'cloudevents.event_type': 'google.cloud.scheduler.job.v1.executed',
      'faas.invocation.start_time': '2026-11-23T05:00:00Z',
      'faas.trigger': 'timer',
    },
  },
  {
    what: "an application's own, with a password in its source",
    request: binaryEvent(
      { type: 'shop.paid', source: 'https://ada:S3CR3T@shop.example/orders', id: '42', subject: 'S3CR3T' },
      { S3CR3T: true },
    ),
    name: 'CloudEvents Process shop.paid',
    attributes: {
      ...OF_FUNCTION,
      ...OF_CLOUD_EVENT,
      'cloudevents.event_source': 'https://REDACTED@shop.example/orders',
      'cloudevents.event_type': 'shop.paid',
      'faas.trigger': 'other',
    },
  },
];
