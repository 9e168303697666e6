import type { ServerWritableStream } from '@grpc/grpc-js';
import type { DropConnection } from '../../scripted-grpc.ts';
import { sendRows } from '../../send-rows.ts';
import { documentMessage, explainMetrics, newTransactionId, now, rowNames } from './answers.ts';
import { has, numberIn, type Faults } from './faults.ts';
import type {
  BatchGetDocumentsRequest,
  ExecutePipelineRequest,
  RunAggregationQueryRequest,
  RunQueryRequest,
} from './messages.ts';

/** The server-streaming reads. */
export function readMethods(faults: Faults, dropConnection: DropConnection) {
  async function answer(
    call: ServerWritableStream<unknown, object>,
    names: readonly string[],
    responses: readonly object[],
  ): Promise<void> {
    const refusal = faults.strike('', names);
    if (refusal) return void call.emit('error', refusal);
    await sendRows(call, responses, dropConnection, {
      midstream: faults.strike('midstream_', names),
      rowsBeforeFault: 3,
      reset: faults.strike('reset', names) !== undefined,
      slowFirst: has(names, 'slow_first'),
      slowRows: has(names, 'slow_rows'),
    });
  }

  return {
    BatchGetDocuments(call: ServerWritableStream<BatchGetDocumentsRequest, object>) {
      const { documents, newTransaction } = call.request;
      void answer(call, documents, [
        ...(newTransaction ? [{ transaction: newTransactionId() }] : []),
        ...documents.map((name) => ({
          ...(has([name], 'missing') ? { missing: name } : { found: documentMessage(name) }),
          readTime: now(),
        })),
      ]);
    },

    RunQuery(call: ServerWritableStream<RunQueryRequest, object>) {
      const { parent, structuredQuery, newTransaction, explainOptions } = call.request;
      const names = [`${parent}/${structuredQuery.from[0]?.collectionId}`];
      const rows = rowNames(parent, structuredQuery, numberIn(names, 'rows', 3));
      const planOnly = explainOptions && !explainOptions.analyze;
      void answer(call, names, [
        ...(newTransaction ? [{ transaction: newTransactionId() }] : []),
        // The emulator says nothing of documents that it skips past the last.
        ...(structuredQuery.offset && !has(names, 'skips_none')
          ? [{ skippedResults: structuredQuery.offset, readTime: now() }]
          : []),
        ...(planOnly ? [] : rows.map((name) => ({ document: documentMessage(name), readTime: now() }))),
        // The last response of a query without rows still has a read time.
        ...(rows.length === 0 && !explainOptions ? [{ readTime: now() }] : []),
        ...(explainOptions
          ? [
              {
                readTime: planOnly ? null : now(),
                explainMetrics: explainMetrics(rows.length, explainOptions.analyze),
              },
            ]
          : []),
      ]);
    },

    RunAggregationQuery(call: ServerWritableStream<RunAggregationQueryRequest, object>) {
      const { parent, structuredAggregationQuery, newTransaction, explainOptions } = call.request;
      const { aggregations, structuredQuery } = structuredAggregationQuery;
      const names = [`${parent}/${structuredQuery.from[0]?.collectionId}`];
      const integerValue = numberIn(names, 'rows', 3);
      const aggregateFields = Object.fromEntries(aggregations.map(({ alias }) => [alias, { integerValue }]));
      const planOnly = explainOptions && !explainOptions.analyze;
      void answer(call, names, [
        {
          ...(planOnly ? {} : { result: { aggregateFields }, readTime: now() }),
          ...(newTransaction ? { transaction: newTransactionId() } : {}),
          ...(explainOptions ? { explainMetrics: explainMetrics(1, explainOptions.analyze) } : {}),
        },
      ]);
    },

    ExecutePipeline(call: ServerWritableStream<ExecutePipelineRequest, object>) {
      const { database, structuredPipeline, newTransaction } = call.request;
      const source = structuredPipeline.pipeline.stages[0]?.args[0];
      const collection = `${database}/documents/${(source?.referenceValue || source?.stringValue || 'users').replace(/^\//, '')}`;
      const rows = Array.from(
        { length: numberIn([collection], 'rows', 3) },
        (_, index) => `${collection}/row${index + 1}`,
      );
      void answer(
        call,
        [collection],
        [
          ...(newTransaction ? [{ transaction: newTransactionId() }] : []),
          ...rows.map((name) => ({ results: [documentMessage(name)], executionTime: now() })),
          { executionTime: now() },
        ],
      );
    },
  };
}
