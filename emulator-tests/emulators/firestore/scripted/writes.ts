import { setTimeout } from 'node:timers/promises';
import { status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import type { DropConnection } from '../../scripted-grpc.ts';
import { documentMessage, nameOfWrite, newTransactionId, now, pageOf } from './answers.ts';
import { has, numberIn, type Faults } from './faults.ts';
import type {
  ListCollectionIdsRequest,
  ListDocumentsRequest,
  PartitionQueryRequest,
  WriteRequest,
} from './messages.ts';

type Unary<Request> = (call: ServerUnaryCall<Request, object>, callback: sendUnaryData<object>) => void;

const namesOfWrites = ({ writes }: WriteRequest) => writes.map(nameOfWrite);
const queryName = ({ parent, structuredQuery }: PartitionQueryRequest) => [
  `${parent}/${structuredQuery.from[0]?.collectionId}`,
];

/** The unary methods: writes, transactions and paged lists. */
export function unaryMethods(faults: Faults, dropConnection: DropConnection) {
  /** A method that applies the faults in its request's names, or else responds. */
  function unary<Request>(
    namesIn: (request: Request) => readonly string[],
    answer: (request: Request, names: readonly string[]) => object,
    { isWrite = false, singly = false } = {},
  ): Unary<Request> {
    return (call, callback) => {
      const { request } = call;
      const names = namesIn(request);
      const fault = faults.strike(singly ? 'request_' : '', names, isWrite);
      if (fault) return callback(fault);
      if (faults.strike('reset', names)) return dropConnection(call.getPeer());
      const respond = () => callback(null, answer(request, names));
      if (has(names, 'slow_first')) void setTimeout(300).then(respond);
      else respond();
    };
  }

  return {
    BeginTransaction: unary(
      () => [],
      () => ({ transaction: newTransactionId() }),
    ),

    Rollback: unary(
      () => [],
      () => ({}),
    ),

    Commit: unary<WriteRequest>(
      namesOfWrites,
      ({ writes }) => ({ writeResults: writes.map(() => ({ updateTime: now() })), commitTime: now() }),
      { isWrite: true },
    ),

    BatchWrite: unary<WriteRequest>(
      namesOfWrites,
      (_, names) => {
        const failures = names.map((name) => faults.strike('', [name], true));
        return {
          writeResults: failures.map((failure) => (failure ? {} : { updateTime: now() })),
          status: failures.map((failure) => ({
            code: failure?.code ?? status.OK,
            message: failure?.details ?? '',
          })),
        };
      },
      { isWrite: true, singly: true },
    ),

    ListDocuments: unary<ListDocumentsRequest>(
      ({ parent, collectionId }) => [`${parent}/${collectionId}`],
      ({ pageToken }, [collection = '']) => {
        const { page, nextPageToken } = pageOf(pageToken, numberIn([collection], 'pages', 1));
        return {
          documents: [2 * page - 1, 2 * page].map((row) => documentMessage(`${collection}/row${row}`)),
          nextPageToken,
        };
      },
    ),

    ListCollectionIds: unary<ListCollectionIdsRequest>(
      ({ parent }) => [parent],
      ({ pageToken }, names) => {
        const { page, nextPageToken } = pageOf(pageToken, numberIn(names, 'pages', 1));
        return { collectionIds: [`collection${2 * page - 1}`, `collection${2 * page}`], nextPageToken };
      },
    ),

    PartitionQuery: unary<PartitionQueryRequest>(queryName, ({ pageToken }, names) => {
      const { page, nextPageToken } = pageOf(pageToken, numberIn(names, 'pages', 1));
      const boundary = (row: number) => ({ values: [{ referenceValue: `${names[0]}/row${row}` }] });
      return { partitions: [boundary(2 * page - 1), boundary(2 * page)], nextPageToken };
    }),
  };
}
