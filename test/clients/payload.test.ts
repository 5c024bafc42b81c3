import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPayload, readSender, writeDirect, writeExtension } from '../../clients/shared/messaging/payload.ts';

describe('payloads of messages (appserver-contract.md §4.1)', () => {
  it('a group message is the payload itself', () => {
    expect(readPayload('{"content":"hello"}', false)).toEqual({ payload: { content: 'hello' }, groupId: undefined });
  });

  it('a direct message names its group and carries the payload as text', () => {
    expect(JSON.parse(writeDirect('room', { agree: true }))).toEqual({ groupId: 'room', data: '{"agree":true}' });
    expect(readPayload(writeDirect('room', { agree: true }), true)).toEqual({
      payload: { agree: true },
      groupId: 'room',
    });
  });

  it.each([
    '',
    'x',
    '1',
    'null',
    '"text"',
    '{"groupId":1,"data":"{}"}',
    '{"groupId":"room","data":"x"}',
    '{"data":"{}"}',
  ])('a direct message %j is nobody’s', (data) => {
    expect(readPayload(data, true)).toBeUndefined();
  });

  it('whatever comes is read or refused, never thrown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.boolean(), (data, isDirect) => {
        readPayload(data, isDirect);
      }),
    );
  });

  it('a sender without a name is called by the id', () => {
    expect(readSender({ userId: 'bob' })).toEqual({ userId: 'bob', nick: 'bob', avatar: '' });
    expect(readSender({ userId: 'bob', userExtension: 'not json' }).nick).toBe('bob');
    const self = { userId: 'bob', nick: 'Bobby', avatar: 'https://example.com/b.png' };
    expect(readSender({ userId: 'bob', userExtension: writeExtension(self) })).toEqual(self);
  });
});
