import type { SpanRecord } from '../harness/index.ts';
import { checkAttributes, checkPresent } from './check-attributes.ts';
import type { Documented, Finding } from './documented.ts';
import { registry, requiredIn } from './registry.ts';

/** What the conventions, or the plugin's own documentation, do not say of this span. */
export function checkSpan(span: SpanRecord, documented: Documented): Finding[] {
  return [
    ...checkName(span, documented),
    ...checkStatus(span),
    ...checkPresent(span.attributes, [...requiredOfSpan(documented), ...documented.required]),
    ...checkAttributes(span.attributes, documented),
    ...span.events.flatMap((event) => checkEvent(event, documented)),
  ];
}

function requiredOfSpan({ span }: Documented): string[] {
  if (span === undefined) return [];
  const registered = registry.spans[span];
  if (!registered) throw new Error(`${span} is not in the registry`);
  return requiredIn(registered.attributes);
}

/** A name may be documented for either kind: what is composed of calls for one application is one call for another. */
function checkName({ name, kind }: SpanRecord, { spanNames }: Documented): Finding[] {
  const kinds = spanNames.filter((candidate) => candidate.name.test(name)).map((pattern) => pattern.kind);
  if (kinds.length === 0 || name.length > 255)
    return [{ level: 'violation', id: 'undocumented_span_name', key: name }];
  if (kinds.includes(kind)) return [];
  return [{ level: 'violation', id: 'unexpected_span_kind', key: name, expected: kinds.join(), got: kind }];
}

/** Success leaves the status unset; a failure has a type, and nothing else has. */
function checkStatus({ name, status, attributes }: SpanRecord): Finding[] {
  const failed = status.code === 'ERROR';
  if (status.code === 'OK')
    return [{ level: 'violation', id: 'unexpected_status', key: name, got: status.code }];
  if (failed && !('error.type' in attributes)) {
    return [{ level: 'violation', id: 'required_attribute_not_present', key: 'error.type' }];
  }
  if (!failed && 'error.type' in attributes)
    return [{ level: 'violation', id: 'unexpected_attribute', key: 'error.type' }];
  return [];
}

function checkEvent(event: SpanRecord['events'][number], documented: Documented): Finding[] {
  const known = documented.events[event.name] ?? Object.keys(registry.events[event.name]?.attributes ?? {});
  if (known.length === 0) return [{ level: 'violation', id: 'missing_event', key: event.name }];
  const foreign = Object.keys(event.attributes).filter((key) => !known.includes(key));
  return [
    ...foreign.map((key): Finding => ({ level: 'violation', id: 'attribute_not_on_event', key })),
    ...checkAttributes(event.attributes, documented),
  ];
}
