import { setTimeout } from 'node:timers/promises';
import { Metadata, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import type { DropConnection } from '../../scripted-grpc.ts';
import { has, type Asked, type FaultKind, type Faults } from './faults.ts';

export type Unary<Request> = (
  call: ServerUnaryCall<Request, object>,
  callback: sendUnaryData<object>,
) => void;

/** Creates methods that apply the faults in their requests' names, or else respond. */
export type UnaryFactory = <Request>(
  asks: (request: Request) => Asked,
  answer: (request: Request) => object,
  kind?: FaultKind,
) => Unary<Request>;

export function unaryFactory(faults: Faults, dropConnection: DropConnection): UnaryFactory {
  return (asks, answer, kind = '') =>
    (call, callback) => {
      const { request } = call;
      const asked = asks(request);
      const fault = faults.strike(kind, asked);
      if (fault) {
        call.sendMetadata(new Metadata());
        return callback(fault);
      }
      if (faults.strike('reset', asked)) return dropConnection(call.getPeer());
      const respond = () => callback(null, answer(request));
      if (has(asked, 'slow_first')) void setTimeout(300).then(respond);
      else respond();
    };
}
