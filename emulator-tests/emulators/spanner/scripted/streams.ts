import { Metadata, type ServerWritableStream } from '@grpc/grpc-js';
import type { DropConnection } from '../../scripted-grpc.ts';
import { sendRows } from '../../send-rows.ts';
import { changed, metadataOf, now, profile, row } from './answers.ts';
import { has, rowsOf, type Asked, type Faults } from './faults.ts';
import {
  askedByMutations,
  askedByRead,
  askedBySql,
  type BatchWriteRequest,
  type ReadRequest,
  type SqlRequest,
} from './messages.ts';

type Stream<Request> = ServerWritableStream<Request, object>;

/** A row with the token from which a stream resumes if it breaks after the row. */
const resumable = (nth: number) => ({ values: row(nth), resumeToken: Buffer.from(String(nth)) });

/** The server-streaming methods. */
export function streamMethods(faults: Faults, dropConnection: DropConnection) {
  async function answer(call: Stream<unknown>, asked: Asked, answers: readonly object[]): Promise<void> {
    const abrupt = faults.strike('abrupt_', asked);
    if (abrupt) return void call.emit('error', abrupt);
    // Before any failure, because the client's transport treats a failure without metadata as a failed connection.
    call.sendMetadata(new Metadata());
    const refusal = faults.strike('', asked) ?? faults.strike('request_', asked);
    if (refusal) return void call.emit('error', refusal);
    await sendRows(call, answers, dropConnection, {
      midstream: faults.strike('midstream_', asked),
      rowsBeforeFault: 2,
      reset: faults.strike('reset', asked) !== undefined,
      slowFirst: has(asked, 'slow_first'),
      slowRows: has(asked, 'slow_rows'),
    });
  }

  /** The remaining rows: all, or those after the last one that the client got. */
  function rowsLeft(
    asked: Asked,
    { transaction, resumeToken }: SqlRequest | ReadRequest,
    stats?: object,
  ): object[] {
    const metadata = metadataOf(transaction?.begin);
    const first = Number(resumeToken?.toString() || 0) + 1;
    const count = rowsOf(asked);
    const rows = Array.from({ length: Math.max(0, count - first + 1) }, (_, index) =>
      resumable(first + index),
    );
    const [head = { values: [] }, ...rest] = rows;
    const answers: object[] = [{ ...head, metadata }, ...rest];
    const last = answers.length - 1;
    return answers.map((message, index) => (stats && index === last ? { ...message, stats } : message));
  }

  return {
    ExecuteStreamingSql(call: Stream<SqlRequest>) {
      const { sql, transaction, queryMode } = call.request;
      const asked = askedBySql(call.request);
      const rows = rowsOf(asked);
      const isDml = /^\s*(?:insert|update|delete)\b/i.test(sql);
      const statement = () => [
        { metadata: metadataOf(transaction?.begin, false), stats: changed(rows, transaction?.id) },
      ];
      const query = () => rowsLeft(asked, call.request, queryMode === 'PROFILE' ? profile(rows) : undefined);
      void answer(call, asked, isDml ? statement() : query());
    },

    StreamingRead(call: Stream<ReadRequest>) {
      const asked = askedByRead(call.request);
      void answer(call, asked, rowsLeft(asked, call.request));
    },

    /** A failed group is sent as data. */
    BatchWrite(call: Stream<BatchWriteRequest>): void {
      const { mutationGroups } = call.request;
      const groups = mutationGroups.map(({ mutations }) => askedByMutations(mutations));
      const whole = { names: groups.flatMap(({ names }) => names), text: '', writes: true };
      const refusal = faults.strike('request_', whole);
      call.sendMetadata(new Metadata());
      if (refusal) {
        call.emit('error', refusal);
        return;
      }
      for (const [index, group] of groups.entries()) {
        const fault = faults.strike('', group);
        const failed = { status: { code: fault?.code, message: fault?.details } };
        call.write({
          indexes: [index],
          ...(fault ? failed : { status: { code: 0 }, commitTimestamp: now() }),
        });
      }
      call.end();
    },
  };
}
