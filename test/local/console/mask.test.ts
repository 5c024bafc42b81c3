import { describe, expect, it } from 'vitest';
import { collectSecrets, isSecretName, MASK, mask, maskAllBut, maskText } from '../../../local/console/mask.ts';

const NONE: ReadonlySet<string> = new Set();

describe('P11: names that promise a secret', () => {
  it.each([
    ...['accessKeySecret', 'AccessKeySecret', 'appKey', 'appSign', 'AppKey', 'auth_key1', 'auth_key2', 'NotifyAuthKey'],
    ...['AuthKey', 'secret', 'password', 'passwd', 'token', 'securityToken', 'session_token', 'key', 'key1', 'key2'],
    ...['api_key', 'accessKeyId', 'Authorization', 'cookie', 'credentials', 'jump-key', 'private_key', 'Signature'],
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(mask({ [name]: 'some value' }, NONE)).toEqual({ [name]: MASK });
    expect(mask([{ name, value: 'some value' }], NONE)).toEqual([{ name, value: MASK }]);
  });

  it.each([
    ...['title', 'room_id', 'appId', 'domain', 'auth_type', 'ali_auth_delta', 'keyColumns', 'keyboard', 'NotifyUrl'],
    ...['status', 'anchor_nick', 'updated_at', 'monkeys'],
  ])('%s does not', (name) => {
    expect(isSecretName(name)).toBe(false);
    expect(mask({ [name]: 'some value' }, NONE)).toEqual({ [name]: 'some value' });
  });

  it('hide lists and structures below them whole, and leave what is empty', () => {
    expect(mask({ token: ['a', { b: 'c', d: 1 }], password: '', secret: null, appKey: true }, NONE)).toEqual({
      token: [MASK, { b: MASK, d: MASK }],
      password: '',
      secret: null,
      appKey: true,
    });
  });
});

describe('P11: texts that give themselves away', () => {
  it.each([
    ['rtmp://a/live/1?auth_key=1700000000-0-0-0123456789abcdef', `rtmp://a/live/1?auth_key=${MASK}`],
    ['http://a/x?token=abc&b=1', `http://a/x?token=${MASK}&b=1`],
    ['session eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl ends', `session ${MASK} ends`],
    ['key LTAI0123456789abcdef', `key LTAI${MASK}`],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END', `${MASK}-----END`],
    ['key STS.0123456789abcdef', `key STS.${MASK}`],
    ['authorization: Bearer abcdefghijklmnop', `authorization: Bearer ${MASK}`],
  ])('%s', (text, safe) => {
    expect(maskText(text, NONE)).toBe(safe);
  });

  it('a known secret is hidden wherever it stands, again and again', () => {
    const secrets = new Set(['0123456789abcdef']);
    expect(maskText('a 0123456789abcdef b 0123456789abcdef', secrets)).toBe(`a ${MASK} b ${MASK}`);
  });

  it('JSON inside a text is read, and JSON inside that', () => {
    const inner = JSON.stringify({ appKey: 'abc', title: 'x' });
    const text = JSON.stringify({ message: inner, level: 'info' });
    expect(JSON.parse(maskText(text, NONE))).toEqual({
      message: JSON.stringify({ appKey: MASK, title: 'x' }),
      level: 'info',
    });
  });

  it.each(['plain words', '[info] no JSON', '{ "title" : "kept as it was written" }', '', '[]'])(
    'nothing changes in %j',
    (text) => {
      expect(maskText(text, NONE)).toBe(text);
    },
  );
});

describe('P11: settings', () => {
  it.each([
    ['{"keys":[{"id":"k1","secret":"s","createdAt":1}]}', `{"keys":[{"id":"k1","secret":"${MASK}","createdAt":1}]}`],
    ['{"stream":"a","recording":"b"}', `{"stream":"${MASK}","recording":"${MASK}"}`],
    ['{"unknown":{"deep":["x",2,true,null,""]}}', `{"unknown":{"deep":["${MASK}","${MASK}",true,null,""]}}`],
    ['"bare"', `"${MASK}"`],
    ['no JSON at all', MASK],
  ])('%s shows only members that are known to be harmless', (text, safe) => {
    expect(maskAllBut(['id', 'createdAt'], text)).toBe(safe);
  });
});

describe('P11: collecting secrets', () => {
  it('takes texts under secret names, however deep, but not short ones, which would blank out words', () => {
    const secrets = new Set<string>();
    collectSecrets({ a: [{ appKey: '0123456789' }], secret: 'short', title: 'a long enough title' }, secrets);
    collectSecrets({ credentials: { id: 'credential-id', list: ['credential-two'] } }, secrets);
    expect([...secrets]).toEqual(['0123456789', 'credential-id', 'credential-two']);
  });
});
