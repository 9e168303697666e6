import { setTimeout } from 'node:timers/promises';
import type { Metadata, ServerWritableStream, status, StatusObject } from '@grpc/grpc-js';
import type { DropConnection } from './scripted-grpc.ts';

/** A gRPC status that a server returns. */
export interface Failure extends Partial<StatusObject> {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

/** The faults of a streamed response. */
interface Plan {
  /** The failure after the first rows. */
  readonly midstream: Failure | undefined;
  readonly rowsBeforeFault: number;
  /** Whether the connection drops after the first row. */
  readonly reset: boolean;
  readonly slowFirst: boolean;
  readonly slowRows: boolean;
}

/** Streams rows to a gRPC client as fast as it accepts them. */
export async function sendRows(
  call: ServerWritableStream<unknown, object>,
  rows: readonly object[],
  dropConnection: DropConnection,
  { midstream, rowsBeforeFault, reset, slowFirst, slowRows }: Plan,
): Promise<void> {
  if (slowFirst) await setTimeout(300);
  for (const [index, row] of rows.entries()) {
    if (call.cancelled) return;
    if (midstream && index === rowsBeforeFault) return void call.emit('error', midstream);
    /* oxlint-disable no-await-in-loop -- rows go out one after the other */
    if (slowRows) await setTimeout(50);
    if (!call.write(row))
      await new Promise((resolve) => call.once('drain', resolve).once('cancelled', resolve));
    if (reset) {
      // Time to send the row.
      await setTimeout(20);
      return dropConnection(call.getPeer());
    }
    /* oxlint-enable no-await-in-loop */
  }
  if (midstream) return void call.emit('error', midstream);
  call.end();
}
