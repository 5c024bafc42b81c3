import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METHOD_NAMES } from '../../../local/im/dispatch.ts';
import { ImError, type ImErrorName } from '../../../local/im/errors.ts';
import {
  answerText,
  CLOSE,
  errorText,
  type PushEvent,
  parseRequest,
  pushText,
  SUBPROTOCOL,
} from '../../../local/im/protocol.ts';
import { LOGIN_PROBLEMS } from '../../../local/live/messaging/app-token.ts';

const DOCUMENT = readFileSync(new URL('../../../docs/im-protocol.md', import.meta.url), 'utf8');

const EVENTS: Record<PushEvent, true> = {
  ...{ recvgroupmessage: true, recvc2cmessage: true, deletegroupmessage: true, deletec2cmessage: true },
  ...{ memberchange: true, mutechange: true, infochange: true, exit: true, disconnect: true },
};

const ERRORS: [ImErrorName, number][] = [
  ['HasLogin', 304],
  ['InvalidParam', 400],
  ['UnknownMethod', 400],
  ['NoPermission', 403],
  ['Busy', 412],
  ['GroupNotJoined', 425],
  ['GroupNotExist', 440],
  ['GroupDeleted', 441],
  ['Muted', 442],
  ['ReachMax', 443],
  ['AuditRejected', 451],
  ['Internal', 500],
  ['NotLogin', 602],
];

describe('the document of the IM protocol', () => {
  it.each([
    ...METHOD_NAMES,
    ...Object.keys(EVENTS),
    ...Object.keys(LOGIN_PROBLEMS),
    ...ERRORS.map(([name]) => name),
    SUBPROTOCOL,
  ])('describes %s', (name) => {
    expect(DOCUMENT).toContain(`\`${name}\``);
  });

  it.each(Object.entries(CLOSE).filter(([name]) => name !== 'ended'))('describes closing: %s', (_name, code) => {
    expect(DOCUMENT).toContain(`| ${code} |`);
  });
});

describe('frames', () => {
  it('are requests with an id, a method and perhaps parameters', () => {
    expect(parseRequest('{"id":1,"method":"ping"}')).toEqual({ id: 1, method: 'ping', params: {} });
    expect(parseRequest('{"id":-3,"method":"m","params":{"a":1},"more":true}')).toEqual({
      ...{ id: -3, method: 'm', params: { a: 1 } },
    });
  });

  it('are answers, refusals and pushes', () => {
    expect(JSON.parse(answerText(7, { a: [1] }))).toEqual({ id: 7, result: { a: [1] } });
    expect(JSON.parse(pushText('exit', { groupId: 'g', reason: 1 }))).toEqual({
      ...{ event: 'exit', data: { groupId: 'g', reason: 1 } },
    });
    expect(JSON.parse(errorText(8, new ImError('Muted', 'you are muted')))).toEqual({
      ...{ id: 8, error: { code: 442, name: 'Muted', message: 'you are muted' } },
    });
  });

  it.each(ERRORS)('refuse with the name %s and the number %d', (name, code) => {
    expect(new ImError(name, '')).toMatchObject({ name, code });
  });

  it.each(Object.keys(LOGIN_PROBLEMS))('refuse a login with the name %s and the number 403', (name) => {
    expect(new ImError(name as ImErrorName, '')).toMatchObject({ name, code: 403 });
  });
});
