import { Metadata, status } from '@grpc/grpc-js';
import { hasBegunBy, madeSoFar } from '../scripted/answers.ts';
import { faultOf } from '../scripted/faults.ts';
import type { CommitRequest } from '../scripted/messages.ts';
import type { Unary } from '../scripted/unary.ts';

/**
 * Of concurrent transactions, the first to commit wins and the others are aborted, whatever they have read or written: the
 * emulator has no finer locks.
 */
export function firstCommitWins(commit: Unary<CommitRequest>): Unary<CommitRequest> {
  const lastCommits = new Map<string, number>();
  return (call, callback) => {
    const { session, transactionId } = call.request;
    const [database = ''] = session.split('/sessions/');
    if (hasBegunBy(lastCommits.get(database) ?? 0, transactionId)) {
      call.sendMetadata(new Metadata());
      return callback(faultOf(status.ABORTED, 'another transaction was faster'));
    }
    lastCommits.set(database, madeSoFar());
    return commit(call, callback);
  };
}
