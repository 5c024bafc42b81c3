/** A small typed protobuf (proto2) codec: messages are tables of fields, TypeScript types are derived from them. */
import { ByteReader, ByteWriter } from './bytes.ts';

/** Bytes that are not the message they should be. The service answers it as OTSParameterInvalid. */
export class ProtobufError extends Error {}

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** How one kind of value is written after its tag. */
export interface FieldType<T> {
  readonly wire: 0 | 2;
  write(writer: ByteWriter, value: T): void;
  read(reader: ByteReader): T;
}

type Rule = 'required' | 'optional' | 'repeated';

interface Field<T, R extends Rule> {
  readonly number: number;
  readonly type: FieldType<T>;
  readonly rule: R;
}

export const required = <T>(number: number, type: FieldType<T>): Field<T, 'required'> => ({
  number,
  type,
  rule: 'required',
});
export const optional = <T>(number: number, type: FieldType<T>): Field<T, 'optional'> => ({
  number,
  type,
  rule: 'optional',
});
export const repeated = <T>(number: number, type: FieldType<T>): Field<T, 'repeated'> => ({
  number,
  type,
  rule: 'repeated',
});

type Fields = Readonly<Record<string, Field<unknown, Rule>>>;
type ValueOf<F> = F extends Field<infer T, Rule> ? T : never;
type Simplify<T> = { [K in keyof T]: T[K] };

/** The object form of a message: repeated fields are always arrays, optional ones may be absent. */
export type Decoded<F> = Simplify<
  { [K in keyof F as F[K] extends Field<unknown, 'required'> ? K : never]: ValueOf<F[K]> } & {
    [K in keyof F as F[K] extends Field<unknown, 'optional'> ? K : never]?: ValueOf<F[K]> | undefined;
  } & { [K in keyof F as F[K] extends Field<unknown, 'repeated'> ? K : never]: readonly ValueOf<F[K]>[] }
>;

export interface Message<T> extends FieldType<T> {
  encode(value: T): Buffer;
  /** Throws `ProtobufError` when the bytes are malformed or a required field is missing. */
  decode(bytes: Buffer): T;
}

export type MessageValue<M> = M extends Message<infer T> ? T : never;

export const int32: FieldType<number> = {
  wire: VARINT,
  write: (writer, value) => writer.varint(BigInt(value)),
  read: (reader) => Number(BigInt.asIntN(32, reader.varint())),
};

export const int64: FieldType<number> = {
  wire: VARINT,
  write: (writer, value) => writer.varint(BigInt(value)),
  read: (reader) => Number(BigInt.asIntN(64, reader.varint())),
};

export const bool: FieldType<boolean> = {
  wire: VARINT,
  write: (writer, value) => writer.varint(value ? 1n : 0n),
  read: (reader) => reader.varint() !== 0n,
};

export const string: FieldType<string> = {
  wire: LENGTH_DELIMITED,
  write: (writer, value) => {
    const bytes = Buffer.from(value, 'utf8');
    writer.varint(BigInt(bytes.length));
    writer.bytes(bytes);
  },
  read: (reader) => reader.bytes(Number(reader.varint())).toString('utf8'),
};

export const bytes: FieldType<Buffer> = {
  wire: LENGTH_DELIMITED,
  write: (writer, value) => {
    writer.varint(BigInt(value.length));
    writer.bytes(value);
  },
  read: (reader) => reader.bytes(Number(reader.varint())),
};

/** An enumeration: numbers that are not in the list are refused, as proto2 requires of required fields. */
export function enumeration<const V extends number>(...values: readonly V[]): FieldType<V> {
  return {
    wire: VARINT,
    write: (writer, value) => writer.varint(BigInt(value)),
    read: (reader) => {
      const number = Number(BigInt.asIntN(32, reader.varint()));
      const known = values.find((value) => value === number);
      if (known === undefined) throw new ProtobufError(`Unknown enumeration value ${number}.`);
      return known;
    },
  };
}

/** Delays the reading of a message type that refers to itself. */
export function lazy<T>(type: () => FieldType<T>): FieldType<T> {
  return { wire: 2, write: (writer, value) => type().write(writer, value), read: (reader) => type().read(reader) };
}

export function message<const F extends Fields>(fields: F): Message<Decoded<F>> {
  const entries = Object.entries(fields);
  const byNumber = new Map(entries.map((entry) => [entry[1].number, entry]));

  const writeFields = (writer: ByteWriter, value: Decoded<F>): void => {
    for (const [name, field] of entries) {
      const content = (value as Record<string, unknown>)[name];
      if (content === undefined) continue;
      for (const item of field.rule === 'repeated' ? (content as unknown[]) : [content]) {
        writer.varint(BigInt((field.number << 3) | field.type.wire));
        field.type.write(writer, item);
      }
    }
  };

  const readFields = (reader: ByteReader): Decoded<F> => {
    const value: Record<string, unknown> = {};
    for (const [name, field] of entries) if (field.rule === 'repeated') value[name] = [];
    while (!reader.atEnd) {
      const tag = Number(reader.varint());
      const entry = byNumber.get(tag >>> 3);
      if (entry === undefined || entry[1].type.wire !== (tag & 7)) {
        skip(reader, tag & 7);
        continue;
      }
      const [name, field] = entry;
      const item = field.type.read(reader);
      if (field.rule === 'repeated') (value[name] as unknown[]).push(item);
      else value[name] = item;
    }
    for (const [name, field] of entries) {
      if (field.rule === 'required' && value[name] === undefined) {
        throw new ProtobufError(`Missing required field: ${name}.`);
      }
    }
    return value as Decoded<F>;
  };

  return {
    wire: LENGTH_DELIMITED,
    write(writer, value) {
      const inner = new ByteWriter();
      writeFields(inner, value);
      writer.varint(BigInt(inner.length));
      writer.bytes(inner.finish());
    },
    read: (reader) => readFields(new ByteReader(reader.bytes(Number(reader.varint())))),
    encode(value) {
      const writer = new ByteWriter();
      writeFields(writer, value);
      return writer.finish();
    },
    decode(content) {
      try {
        return readFields(new ByteReader(content));
      } catch (error) {
        throw error instanceof RangeError ? new ProtobufError('The message is truncated.') : error;
      }
    },
  };
}

/** Unknown fields are ignored, as protobuf demands: newer SDKs may send more than we know. */
function skip(reader: ByteReader, wire: number): void {
  if (wire === VARINT) reader.varint();
  else if (wire === FIXED64) reader.bytes(8);
  else if (wire === LENGTH_DELIMITED) reader.bytes(Number(reader.varint()));
  else if (wire === FIXED32) reader.bytes(4);
  else throw new ProtobufError(`Unknown wire type ${wire}.`);
}
