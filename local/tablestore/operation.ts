/** What an operation of the service is: its name, its messages, the tables it touches and what it does. */
import type { Instance } from './instance.ts';
import type { TablestoreState } from './state.ts';
import type { FieldType, Message } from './wire/protobuf.ts';

export interface OperationContext {
  readonly instance: Instance;
  readonly state: TablestoreState;
  /** Milliseconds since the epoch, the same throughout one request. */
  readonly now: number;
}

export interface PreparedOperation {
  /** Tables that the caller must be allowed to touch; none stands for the instance as a whole. */
  readonly tables: readonly string[];
  /** The encoded answer. Throws `TablestoreError`. */
  run(context: OperationContext): Buffer;
}

export interface TablestoreOperation {
  /** As in the path, e.g. `PutRow`. */
  readonly name: string;
  /** Decodes the request. Throws `ProtobufError`. */
  prepare(body: Buffer, context: OperationContext): PreparedOperation;
}

export function operation<Request, Response>(definition: {
  readonly name: string;
  readonly request: Message<Request>;
  readonly response: Pick<Message<Response>, 'encode'> & FieldType<Response>;
  tables(request: Request, context: OperationContext): readonly string[];
  run(request: Request, context: OperationContext): Response;
}): TablestoreOperation {
  return {
    name: definition.name,
    prepare(body, before) {
      const request = definition.request.decode(body);
      return {
        tables: definition.tables(request, before),
        run: (context) => definition.response.encode(definition.run(request, context)),
      };
    },
  };
}
