import { createRequire } from 'node:module';
import type { FirestoreServer, FirestoreState } from '@firestore-emulator/server';
import { status, type sendUnaryData, type Server, type ServiceDefinition } from '@grpc/grpc-js';
import { messageOf } from '../../messages.ts';
import { collectionsOf } from './tree.ts';

type Write = Parameters<FirestoreState['writeV1Document']>[1];
type Method = 'ListDocuments' | 'ListCollectionIds' | 'BatchWrite';
type Unary<Request> = (state: FirestoreState, request: Request) => object;

interface MessageClass {
  fromObject(fields: object): object;
}

/** The message classes of the embedded server, which only sends instances of them. */
interface Messages {
  readonly UnimplementedFirestoreService: { readonly definition: ServiceDefinition };
  readonly ListDocumentsResponse: MessageClass;
  readonly ListCollectionIdsResponse: MessageClass;
  readonly BatchWriteResponse: MessageClass;
}

const messages: Messages = createRequire(
  createRequire(import.meta.url).resolve('@firestore-emulator/server'),
)('@firestore-emulator/proto/dist/google/firestore/v1/firestore');

const listDocuments: Unary<{ parent: string; collection_id: string; show_missing: boolean }> = (
  state,
  request,
) => ({
  documents: state
    .getCollection(`${request.parent}/${request.collection_id}`)
    .getAllDocuments()
    .flatMap((document) => {
      if (document.metadata.hasExist) return [document.toV1DocumentObject()];
      return request.show_missing && document.hasChild() ? [{ name: document.getPath() }] : [];
    }),
});

const listCollectionIds: Unary<{ parent: string }> = (state, { parent }) => ({
  collection_ids: Object.entries(collectionsOf(state, parent))
    .filter(([, collection]) => Object.keys(collection.documents).length > 0)
    .map(([id]) => id),
});

/** Unlike in a commit, each write succeeds or fails on its own. */
const batchWrite: Unary<{ writes: readonly Write[] }> = (state, { writes }) => {
  const results = writes.map((write) => {
    try {
      return { result: state.writeV1Document(new Date(), write).toObject(), status: { code: 0 } };
    } catch (error) {
      return { result: {}, status: statusOf(error) };
    }
  });
  return {
    write_results: results.map(({ result }) => result),
    status: results.map((outcome) => outcome.status),
  };
};

function statusOf(error: unknown): { code: number; message: string } {
  const code = error instanceof Error && 'code' in error ? Number(error.code) : status.UNKNOWN;
  return { code, message: messageOf(error) };
}

/** Adds the methods that lists, bulk writes and recursive deletes need, and that the server does not implement. */
export function addMissingMethods(embedded: FirestoreServer): void {
  const { state } = embedded;
  const server: Server = embedded['server'];
  const add = <Request>(method: Method, handle: Unary<Request>): void => {
    const definition = messages.UnimplementedFirestoreService.definition[method];
    const Response = messages[`${method}Response`];
    if (!definition) throw new Error(`@firestore-emulator/proto does not define ${method}`);
    server.unregister(definition.path);
    server.register(
      definition.path,
      (call: { request: Request }, callback: sendUnaryData<object>) =>
        callback(null, Response.fromObject(handle(state, call.request))),
      definition.responseSerialize,
      definition.requestDeserialize,
      'unary',
    );
  };
  add('ListDocuments', listDocuments);
  add('ListCollectionIds', listCollectionIds);
  add('BatchWrite', batchWrite);
}
