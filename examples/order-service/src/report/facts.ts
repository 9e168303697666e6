import type { AttributeValue } from '@opentelemetry/api';
import type { SpanRecord } from './record.ts';

const READS = 'gcp.firestore.billing.reads';

/** The attributes that a person on call wants to see next to a span, and what to call them there. */
const labels = {
  'gcp.firestore.transaction.attempts': 'attempts',
  'gcp.firestore.documents.found': 'documents found',
  'gcp.firestore.documents.missing': 'documents missing',
  'gcp.firestore.documents.deleted': 'documents deleted',
  'gcp.firestore.listen.size': 'documents',
  'gcp.firestore.listen.changes': 'changes',
  'gcp.firestore.bulk_writer.failed': 'failed',
  'gcp.firestore.bulk_writer.retries': 'retries',
  'db.operation.batch.size': 'batch size',
  'gcp.firestore.writes.create': 'create',
  'gcp.firestore.writes.set': 'set',
  'gcp.firestore.writes.update': 'update',
  'gcp.firestore.writes.delete': 'delete',
  'db.response.returned_rows': 'rows',
  'gcp.spanner.transaction.attempts': 'attempts',
  'gcp.spanner.rows.affected': 'rows changed',
  'gcp.spanner.mutations': 'mutations',
  'db.query.text': '',
  [READS]: 'reads',
  'gcp.firestore.billing.writes': 'writes',
  'gcp.firestore.billing.deletes': 'deletes',
  'gen_ai.response.finish_reasons': '',
  'gen_ai.usage.input_tokens': 'tokens in',
  'gen_ai.usage.output_tokens': 'tokens out',
  'gcp.storage.upload.type': '',
  'gcp.storage.upload.attempts': 'attempts',
  'gcp.storage.range': 'range',
  'gcp.storage.bytes.sent': 'bytes sent',
  'gcp.storage.bytes.received': 'bytes received',
  'gcp.storage.transfer.aborted': 'aborted',
  'gcp.storage.list.pages': 'pages',
  'gcp.storage.list.items': 'items',
  'gcp.storage.billing.class_a': 'class A',
  'gcp.storage.billing.class_b': 'class B',
};

/** Where zero is no news. */
const boringAtZero = /missing|failed|retries|writes|billing/;

/** What a span did, in a few words per fact. */
export function factsOf(span: SpanRecord): string[] {
  const { attributes, events } = span;
  const retries = events.filter(({ name }) => name === 'retry');
  const reasons = retries.map(
    (retry) => `again after ${textOf(retry.attributes['error.type'] ?? 'a failure')}`,
  );
  return [...serviceOf(span), ...statusOf(attributes), ...reasons, ...labelled(attributes)];
}

/** Whose transaction it is. */
function serviceOf({ name, attributes }: SpanRecord): string[] {
  const service = attributes['gcp.client.service'];
  return service === undefined || name !== 'transaction' ? [] : [textOf(service)];
}

/** What HTTP answered: on its own spans only, and where that is not the error that the span shows already. */
function statusOf(attributes: SpanRecord['attributes']): string[] {
  const status = attributes['http.response.status_code'];
  if (status === undefined || !('http.request.method' in attributes) || 'error.type' in attributes) return [];
  return [textOf(status)];
}

function labelled(attributes: SpanRecord['attributes']): string[] {
  return Object.entries(labels).flatMap(([name, label]) => {
    const value = attributes[name];
    if (value === undefined || value === false || (value === 0 && boringAtZero.test(name))) return [];
    if (value === true) return label;
    const least = name === READS && attributes['gcp.firestore.billing.precision'] === 'at_least' ? '≥ ' : '';
    return `${label} ${least}${short(textOf(value))}`.trim();
  });
}

/** No statement needs to be read to its end to be told from the others. */
const MAX_LENGTH = 72;

const short = (text: string) => (text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text);

export function textOf(value: AttributeValue): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
