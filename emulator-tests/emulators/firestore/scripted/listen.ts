import type { ServerDuplexStream } from '@grpc/grpc-js';
import { documentMessage, now, rowNames } from './answers.ts';
import { has, numberIn, type Faults } from './faults.ts';
import type { ListenRequest } from './messages.ts';

type ListenCall = ServerDuplexStream<ListenRequest, object>;
type Target = NonNullable<ListenRequest['addTarget']>;

export function listenMethods(faults: Faults) {
  return {
    Listen(call: ListenCall) {
      call.on('data', ({ addTarget }: ListenRequest) => {
        if (addTarget) listenTo(call, addTarget, faults);
      });
      call.on('end', () => call.end());
      call.on('error', () => {});
    },
  };
}

function listenTo(call: ListenCall, target: Target, faults: Faults): void {
  const targetIds = [target.targetId];
  const names = rowsOf(target);
  const fault = faults.strike('', collectionsAndDocuments(target));
  if (fault?.permanent) {
    const cause = { code: fault.code, message: fault.details };
    call.write({ targetChange: { targetChangeType: 'REMOVE', targetIds, cause } });
    return;
  }
  call.write({ targetChange: { targetChangeType: 'ADD', targetIds } });
  if (fault) {
    // After the target change, which would otherwise be lost.
    setTimeout(() => call.emit('error', fault), 20);
    return;
  }

  const send = (rows: readonly string[], version: number) => {
    for (const name of rows)
      call.write({ documentChange: { document: documentMessage(name, version), targetIds } });
  };
  const snapshot = (resumeToken: string) =>
    call.write({
      targetChange: {
        targetChangeType: 'NO_CHANGE',
        targetIds: [],
        resumeToken: Buffer.from(resumeToken),
        readTime: now(),
      },
    });

  send(names, 1);
  call.write({
    targetChange: { targetChangeType: 'CURRENT', targetIds, resumeToken: Buffer.from('1'), readTime: now() },
  });
  snapshot('1');
  const change = setTimeout(() => {
    const [first = ''] = names;
    const asked = collectionsAndDocuments(target);
    const gone = { document: first, removedTargetIds: targetIds, readTime: now() };
    if (has(asked, 'leaves'))
      call.write({ documentChange: { document: documentMessage(first, 2), removedTargetIds: targetIds } });
    else if (has(asked, 'deleted')) call.write({ documentDelete: gone });
    else if (has(asked, 'removed')) call.write({ documentRemove: gone });
    else if (has(asked, 'watch_reset')) {
      call.write({ targetChange: { targetChangeType: 'RESET', targetIds } });
      send(names, 2);
      call.write({
        targetChange: {
          targetChangeType: 'CURRENT',
          targetIds,
          resumeToken: Buffer.from('2'),
          readTime: now(),
        },
      });
    } else send(names.slice(0, 1), 2);
    snapshot('2');
  }, 100);
  call.once('end', () => clearTimeout(change)).once('cancelled', () => clearTimeout(change));
}

function collectionsAndDocuments({ documents, query }: Target): string[] {
  return documents?.documents.slice() ?? [`${query?.parent}/${query?.structuredQuery.from[0]?.collectionId}`];
}

function rowsOf(target: Target): string[] {
  const { documents, query } = target;
  if (query)
    return rowNames(
      query.parent,
      query.structuredQuery,
      numberIn(collectionsAndDocuments(target), 'rows', 3),
    );
  return documents?.documents.filter((name) => !has([name], 'missing')) ?? [];
}
