import { describe, expect, it } from 'vitest';
import { readAmf0 } from '../../../../local/media/rtmp/amf0.ts';
import { writeAmf0 } from '../../../../local/media/rtmp/amf0-write.ts';
import { ChunkReader } from '../../../../local/media/rtmp/chunk-reader.ts';
import { writeMessage } from '../../../../local/media/rtmp/chunk-writer.ts';
import { RtmpConnection, type RtmpDoor } from '../../../../local/media/rtmp/connection.ts';
import { HELLO_BYTES, PACKET_BYTES } from '../../../../local/media/rtmp/handshake.ts';
import { MESSAGE, type Message, RtmpError } from '../../../../local/media/rtmp/message.ts';
import type { PlayerOutput } from '../../../../local/media/rtmp/player.ts';
import type { StreamAddress } from '../../../../local/media/rtmp/stream-address.ts';

/** A connection without a network: what the server says, and what it does with the stream. */
function connected() {
  const said: Message[] = [];
  const reader = new ChunkReader();
  let skipped = 0;
  let waiting = 0;
  const done: string[] = [];
  let output: PlayerOutput | undefined;
  let cut: () => void = () => undefined;
  const addresses: StreamAddress[] = [];
  const door: RtmpDoor = {
    publish: (address, onCut) => {
      addresses.push(address);
      cut = onCut;
      if (address.stream === 'bad') return 'NOT YOU';
      return { message: ({ type }) => done.push(`message ${type}`), stop: () => done.push('stopped') };
    },
    play: (address, to) => {
      output = to;
      return address.stream === 'bad' ? 'NOT YOU' : () => done.push('left');
    },
  };
  const wire = {
    write: (parts: readonly Buffer[]) => {
      const bytes = Buffer.concat(parts);
      const handshake = Math.min(bytes.length, 1 + 2 * PACKET_BYTES - skipped);
      skipped += handshake;
      reader.push(bytes.subarray(handshake), (message) => {
        if (message.type === MESSAGE.setChunkSize) reader.setChunkSize(message.body.readUInt32BE(0));
        said.push({ ...message, body: Buffer.from(message.body) });
      });
    },
    waitingBytes: () => waiting,
    end: () => done.push('ended'),
  };
  const connection = new RtmpConnection(wire, door, (count) => Buffer.alloc(count, 9));
  connection.push(Buffer.concat([Buffer.from([3]), Buffer.alloc(HELLO_BYTES - 1), Buffer.alloc(PACKET_BYTES)]));
  const send = (type: number, body: Buffer): void =>
    connection.push(Buffer.concat(writeMessage({ type, streamId: 1, timestampMs: 0, body }, 3, 128)));
  const command = (...values: Parameters<typeof writeAmf0>[0][]): void =>
    send(MESSAGE.command, Buffer.concat(values.flatMap(writeAmf0)));
  const codes = (): unknown[] =>
    said.flatMap(({ type, body }) => {
      const information = type === MESSAGE.command ? readAmf0(body).at(-1) : undefined;
      return typeof information === 'object' && information !== null && 'code' in information ? [information.code] : [];
    });
  const connect = (): void => command('connect', 1, { app: 'live', tcUrl: 'rtmp://Ingest.localhost:1935/live' });
  return {
    ...{ connection, said, done, addresses, send, command, codes, connect },
    cut: () => cut(),
    output: () => output as PlayerOutput,
    lag: (bytes: number) => {
      waiting = bytes;
    },
  };
}

describe('an RTMP connection', () => {
  it('answers the handshake with the client’s own packet', () => {
    const written: Buffer[] = [];
    const wire = {
      write: (parts: readonly Buffer[]) => written.push(...parts),
      waitingBytes: () => 0,
      end: () => undefined,
    };
    const connection = new RtmpConnection(wire, { publish: () => '', play: () => '' }, (count) =>
      Buffer.alloc(count, 9),
    );
    const hello = Buffer.concat([Buffer.from([3]), Buffer.alloc(PACKET_BYTES, 5)]);
    for (const byte of [hello.subarray(0, 700), hello.subarray(700)]) connection.push(byte);
    const answer = Buffer.concat(written);
    expect(answer.length).toBe(1 + 2 * PACKET_BYTES);
    expect(answer.subarray(1 + PACKET_BYTES)).toEqual(hello.subarray(1));
  });

  it('tells sizes and success when a client connects, and numbers its stream', () => {
    const { connect, said, codes, command } = connected();
    connect();
    command('createStream', 4, null);
    const kinds = said.map(({ type }) => type);
    expect(kinds.slice(0, 4)).toEqual([
      MESSAGE.windowSize,
      MESSAGE.peerBandwidth,
      MESSAGE.setChunkSize,
      MESSAGE.command,
    ]);
    expect(codes()).toEqual(['NetConnection.Connect.Success']);
    expect(readAmf0(said.at(-1)?.body ?? Buffer.alloc(0))).toEqual(['_result', 4, null, 1]);
  });

  it('finds the address wherever clients put it', () => {
    const { connect, command, addresses } = connected();
    connect();
    command('publish', 5, null, 's1?auth_key=1-2-3-4', 'live');
    expect(addresses).toEqual([{ app: 'live', stream: 's1', query: 'auth_key=1-2-3-4', host: 'Ingest.localhost' }]);
  });

  it('hands on pictures, sound and metadata of a publisher, and nothing of anybody else', () => {
    const { connect, command, send, done } = connected();
    connect();
    send(MESSAGE.video, Buffer.from([1]));
    expect(done).toEqual([]);
    command('publish', 5, null, 's1', 'live');
    for (const type of [MESSAGE.audio, MESSAGE.video, MESSAGE.data]) send(type, Buffer.from([1]));
    expect(done).toEqual(['message 8', 'message 9', 'message 18']);
  });

  it.each(['deleteStream', 'closeStream', 'FCUnpublish'])('stops with %s, once', (name) => {
    const { connect, command, done, connection } = connected();
    connect();
    command('publish', 5, null, 's1', 'live');
    command(name, 6, null);
    connection.close();
    expect(done).toEqual(['stopped']);
  });

  it('says why it refuses, and ends', () => {
    const { connect, command, codes, done } = connected();
    connect();
    command('publish', 5, null, 'bad', 'live');
    expect(codes()).toEqual(['NetConnection.Connect.Success', 'NetStream.Publish.BadName']);
    expect(done).toEqual(['ended']);
  });

  it('tells a publisher that it has been cut, and takes nothing more from it', () => {
    const { connect, command, codes, done, cut, send } = connected();
    connect();
    command('publish', 5, null, 's1', 'live');
    cut();
    send(MESSAGE.video, Buffer.from([1]));
    expect(codes().at(-1)).toBe('NetStream.Publish.Denied');
    expect(done).toEqual(['stopped', 'ended']);
  });

  it('plays: start before the first message, also when that comes at once', () => {
    const { connect, command, codes, output, said } = connected();
    connect();
    command('play', 5, null, 's1');
    output().send({ type: MESSAGE.video, streamId: 1, timestampMs: 0x1000001, body: Buffer.alloc(70_000, 1) });
    expect(codes()).toEqual(['NetConnection.Connect.Success', 'NetStream.Play.Reset', 'NetStream.Play.Start']);
    expect(said.at(-1)).toMatchObject({ type: MESSAGE.video, timestampMs: 0x1000001, body: Buffer.alloc(70_000, 1) });
  });

  it('tells players of the end, and ends slow ones', () => {
    const over = connected();
    over.connect();
    over.command('play', 5, null, 's1');
    over.output().ended();
    expect(over.codes().at(-1)).toBe('NetStream.Play.UnpublishNotify');
    expect(over.done).toEqual(['left', 'ended']);
    const slow = connected();
    slow.connect();
    slow.command('play', 5, null, 's1');
    slow.lag(7);
    expect(slow.output().waitingBytes()).toBe(7);
    slow.output().tooSlow();
    expect(slow.codes().at(-1)).toBe('NetStream.Play.InsufficientBW');
  });

  it('acknowledges what it has received as often as the client asks', () => {
    const { connect, send, said } = connected();
    connect();
    send(MESSAGE.windowSize, Buffer.from([0, 0, 8, 0]));
    const before = said.length;
    for (let round = 0; round < 40; round += 1) send(MESSAGE.audio, Buffer.alloc(100));
    const acknowledged = said.slice(before).filter(({ type }) => type === MESSAGE.acknowledgement);
    expect(acknowledged.length).toBeGreaterThan(1);
    expect(acknowledged.length).toBeLessThan(5);
  });

  it('understands commands in AMF3’s wrapping, and leaves unknown ones unanswered', () => {
    const { send, said, codes, command } = connected();
    const body = [0, ...Buffer.concat(['connect', 1, { app: 'live' }].flatMap(writeAmf0))];
    send(MESSAGE.commandAmf3, Buffer.from(body));
    expect(codes()).toEqual(['NetConnection.Connect.Success']);
    const before = said.length;
    command('_checkbw', 9, null);
    command('whatever', 10, null);
    expect(said.length).toBe(before);
  });

  it.each([
    ['connect without properties', ['connect', 1, null]],
    ['a second stream', ['publish', 6, null, 's2', 'live']],
    ['to play what it publishes', ['play', 6, null, 's1']],
  ] as const)('ends with an error on %s', (_name, values) => {
    const { connect, command } = connected();
    connect();
    command('publish', 5, null, 's1', 'live');
    expect(() => command(...values)).toThrow(RtmpError);
  });
});
