import { randomBytes } from 'node:crypto';
import type { FirestoreServer } from '@firestore-emulator/server';
import { status } from '@grpc/grpc-js';

/** The fields of the responses of BatchGetDocuments and RunQuery that are read. */
interface ReadResponse {
  transaction?: Uint8Array;
  readonly found?: { readonly name: string } | null;
  readonly missing?: string;
  readonly document?: { readonly name: string } | null;
}

interface Call {
  readonly request: { readonly transaction?: Uint8Array; readonly consistency_selector?: string };
  write(response: ReadResponse): boolean;
}

type Handler = (call: Call, ...rest: ((error: object) => void)[]) => void;

/**
 * Optimistic transactions: a commit is ABORTED if a document that its transaction has read was written since. The server itself
 * gives every transaction the same id and lets the last writer win.
 */
export function addTransactions(embedded: FirestoreServer): void {
  const { emitter } = embedded.state;
  const handlers: Map<string, { func: Handler }> = embedded['server'].handlers;
  const versions = new Map<string, number>();
  const readsOf = new Map<string, Map<string, number>>();
  const versionOf = (name: string) => versions.get(name) ?? 0;

  for (const event of ['create-document', 'update-document', 'delete-document'] as const) {
    emitter.on(event, ({ document }) => versions.set(document.getPath(), versionOf(document.getPath()) + 1));
  }

  const wrap = (method: string, around: (handle: Handler) => Handler): void => {
    const handler = handlers.get(`/google.firestore.v1.Firestore/${method}`);
    if (!handler) throw new Error(`@firestore-emulator/server does not serve ${method}`);
    handler.func = around(handler.func);
  };

  const recordReads =
    (handle: Handler): Handler =>
    (call, ...rest) => {
      const { transaction, consistency_selector } = call.request;
      const started = consistency_selector === 'new_transaction' ? randomBytes(12) : undefined;
      const reads = readsIn(started ?? transaction);
      const write = call.write.bind(call);
      call.write = (response) => {
        const name = response.found?.name ?? response.document?.name ?? response.missing;
        if (name) reads?.set(name, versionOf(name));
        if (started && response.transaction?.length) response.transaction = started;
        return write(response);
      };
      handle(call, ...rest);
    };

  function readsIn(transaction?: Uint8Array): Map<string, number> | undefined {
    if (!transaction?.length) return undefined;
    const id = Buffer.from(transaction).toString('hex');
    if (!readsOf.has(id)) readsOf.set(id, new Map());
    return readsOf.get(id);
  }

  wrap('BatchGetDocuments', recordReads);
  wrap('RunQuery', recordReads);
  wrap('Commit', (handle) => (call, ...rest) => {
    const reads = [...(readsIn(call.request.transaction) ?? [])];
    const stale = reads.some(([name, version]) => versionOf(name) !== version);
    if (stale) rest[0]?.({ code: status.ABORTED, details: 'A document that was read has changed since.' });
    else handle(call, ...rest);
  });
}
