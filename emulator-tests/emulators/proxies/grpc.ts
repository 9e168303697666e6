import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  type ClientReadableStream,
  type MethodDefinition,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import { recorded, type Kept } from '../record-grpc.ts';
import { RequestLog } from '../request-log.ts';
import type { RecordedRequest } from '../scripted.ts';
import { withoutProbes, type Proxy } from './proxy.ts';

type Method = MethodDefinition<Buffer, Buffer>;
type Down = ServerWritableStream<Buffer, Buffer> | ServerDuplexStream<Buffer, Buffer>;

/** Messages go through as they are; the log has them decoded. */
const asIs = (bytes: Buffer): Buffer => bytes;

/** No message is too long for a proxy. */
const options = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

/** Hands on the calls of a service by gRPC. */
export async function startGrpcProxy(service: ServiceDefinition, target: string): Promise<Proxy> {
  const log = new RequestLog<RecordedRequest>();
  const client = new Client(target, credentials.createInsecure(), options);
  const server = new Server(options);
  const methods = Object.entries(service);
  const through = methods.map(([name, method]) => [
    name,
    { ...method, requestDeserialize: asIs, responseSerialize: asIs },
  ]);
  const handlers = methods.map(([name, method]) => [name, handlerOf(client, method as Method)]);
  const kept = (name: string): Kept => {
    const { requestDeserialize, responseDeserialize } = service[name] as Method;
    return {
      request: (message) => requestDeserialize(message as Buffer),
      answer: (message) => responseDeserialize(message as Buffer),
    };
  };
  server.addService(
    Object.fromEntries(through) as ServiceDefinition,
    recorded(Object.fromEntries(handlers), log, { messages: true, kept }),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    host: `127.0.0.1:${port}`,
    requests: () => withoutProbes(log.requests),
    async stop() {
      server.forceShutdown();
      client.close();
    },
  };
}

function handlerOf(client: Client, { path, requestStream, responseStream }: Method): UntypedHandleCall {
  if (!responseStream)
    return (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => {
      const { metadata, request } = call;
      const up = client.makeUnaryRequest(path, asIs, asIs, request, metadata, (error, answer) =>
        callback(error, answer),
      );
      call.once('cancelled', () => up.cancel());
    };
  if (!requestStream)
    return (call: ServerWritableStream<Buffer, Buffer>) =>
      handBack(client.makeServerStreamRequest(path, asIs, asIs, call.request, call.metadata), call);
  return (call: ServerDuplexStream<Buffer, Buffer>) => {
    const up = client.makeBidiStreamRequest(path, asIs, asIs, call.metadata);
    call.on('data', (message: Buffer) => void up.write(message));
    call.once('end', () => up.end());
    handBack(up, call);
  };
}

/** Answers come one after the other, as fast as the client takes them, and then the end. */
function handBack(up: ClientReadableStream<Buffer>, down: Down): void {
  let isOver = false;
  up.on('data', (message: Buffer) => {
    if (down.write(message)) return;
    up.pause();
    down.once('drain', () => up.resume());
  });
  up.once('error', (error) => {
    // The status of a stream that the client has left is of no use to it.
    if (!isOver) down.emit('error', error);
    isOver = true;
  });
  up.once('end', () => {
    // The status comes after the last message.
    setImmediate(() => {
      if (!isOver) down.end();
      isOver = true;
    });
  });
  down.once('cancelled', () => {
    isOver = true;
    up.cancel();
  });
}
