import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { tokenV2Response } from '../../../../lambdas/api/messaging.ts';
import { WHOLE_STAGE } from '../../../../lambdas/app-server/auth/admission.ts';
import { appToken, imNonce } from '../../../../lambdas/app-server/messaging/im-token.ts';
import { writeBan } from '../../../../lambdas/app-server/moderation/bans.ts';
import { createRoom, SECRETS, START, type World, world } from '../support/world.ts';

const device = { user_id: 'anna', device_id: 'd1', device_type: 'web', im_server: ['aliyun_new'] };

describe('messaging tokens', () => {
  let at: World;
  beforeEach(async () => {
    at = await world();
  });

  it('A10: are the hash of app id, key, user, nonce, expiry and role, byte for byte', () => {
    const app = { appId: 'app', appKey: 'key', appSign: 'unused' };
    // sha256sum of "appkeyuserAK_1f1700000000admin"
    expect(appToken(app, { user_id: 'user', nonce: 'AK_1f', timestamp: 1_700_000_000, role: 'admin' })).toBe(
      'dcdc9a27878103530928eecfda5afb60351934d5f27915308fff49f220dc7656',
    );
  });

  it('W41: the nonce has only characters that the service documents', () => {
    expect(imNonce((bytes) => Buffer.alloc(bytes, 0xab))).toBe(`_AK${'ab'.repeat(30)}_`);
  });

  it('A10: a token is no token of somebody whose id begins or goes on like its owner, nor one that lasts longer', () => {
    const nonce = imNonce((bytes) => Buffer.alloc(bytes, 0x11));
    const hashed = `user7${nonce}1700000000`;
    const readings = [];
    for (let user = 1; user < hashed.length - 1; user++) {
      for (let expiry = user; expiry < hashed.length; expiry++) {
        readings.push([hashed.slice(0, user), hashed.slice(user, expiry), hashed.slice(expiry)]);
      }
    }
    const accepted = readings.filter(
      ([user = '', between = '', expiry = '']) =>
        /^[A-Za-z0-9]{1,64}$/.test(user) && /^\w{0,64}$/.test(between) && Number(expiry) >= 1_700_000_000,
    );
    expect(accepted).toEqual([['user7', nonce, '1700000000']]);
  });

  it('gotcha 2: the answer has exactly the documented fields, and the token fits them', async () => {
    const { status, body } = await at.as('anna', 'tokenV2', device);
    expect(status).toBe(200);
    const { aliyun_new_im: im } = tokenV2Response.parse(body);
    expect(im).toMatchObject({ app_id: 'im0app', app_sign: SECRETS.imSign });
    expect(im.auth).toEqual({
      user_id: 'anna',
      nonce: expect.stringMatching(/^_AK[0-9a-f]{60}_$/),
      timestamp: START / 1_000 + 2 * 86_400,
      role: '',
    });
    const plain = `im0app${SECRETS.imKey}anna${im.auth.nonce}${im.auth.timestamp}`;
    expect(im.app_token).toBe(createHash('sha256').update(plain).digest('hex'));
  });

  it.each(['admin', 'user', null, undefined])(
    'W4, gotcha 18: role %s is asked for, and the server decides for none',
    async (role) => {
      const { body } = await at.as('anna', 'tokenV2', { ...device, role });
      expect(tokenV2Response.parse(body).aliyun_new_im.auth.role).toBe('');
    },
  );

  describe('W4: with the policy', () => {
    const roleOf = async (policy: string, user: string, more: object = {}) => {
      const stage = await world({ LIVE_STACK_MESSAGE_ROLE: policy });
      const id = await createRoom(stage, 'anna');
      stage.forget();
      const room = 'room' in more ? { room_id: id } : {};
      const { body } = await stage.as(user, 'tokenV2', { ...device, user_id: user, ...room, ...more });
      const { auth, app_token } = tokenV2Response.parse(body).aliyun_new_im;
      const plain = `im0app${SECRETS.imKey}${user}${auth.nonce}${auth.timestamp}${auth.role}`;
      expect(app_token).toBe(createHash('sha256').update(plain).digest('hex'));
      return { role: auth.role, reads: stage.rows.calls.filter(({ table }) => table.startsWith('rooms')).length };
    };

    it.each([
      ['never', 'anna', { role: 'admin', room: true }, '', 0],
      ['anchors', 'anna', {}, 'admin', 1],
      ['anchors', 'anna', { role: 'user', room: true }, 'admin', 1],
      ['anchors', 'bob', { role: 'admin' }, '', 1],
      ['anchors', 'bob', { role: 'admin', room: true }, '', 1],
      ['anchors', 'anna', { room_id: 'nosuchroom' }, '', 1],
      ['requested', 'bob', { role: 'admin' }, 'admin', 0],
      ['requested', 'bob', { role: 'user' }, '', 0],
      ['requested', 'bob', { role: 'Admin' }, '', 0],
      ['requested', 'bob', {}, '', 0],
    ])('%s, %s with %j has the role "%s" after %i reads of rooms', async (policy, user, more, role, reads) => {
      expect(await roleOf(policy, user, more)).toEqual({ role, reads });
    });
  });

  it('A19: are not given to somebody who is banned from the room, and are given for others', async () => {
    const id = await createRoom(at, 'anna');
    await at.as('anna', 'banUser', { id, target_ids: ['bob'] });
    const token = (room_id?: string) => at.as('bob', 'tokenV2', { ...device, user_id: 'bob', room_id });
    expect(await token(id)).toMatchObject({ status: 403, body: { reason: 'banned' } });
    expect((await token()).status).toBe(200);
    expect((await token(await createRoom(at, 'carl'))).status).toBe(200);
  });

  it('A19: are not given at all to somebody who is banned from the stage', async () => {
    const id = await createRoom(at, 'anna');
    await writeBan(at.scope, 'bob', WHOLE_STAGE);
    for (const room_id of [undefined, id]) {
      const answer = await at.as('bob', 'tokenV2', { ...device, user_id: 'bob', room_id });
      expect(answer).toMatchObject({ status: 403, body: { reason: 'banned' } });
    }
  });

  it('A9, W4: are not given for another user', async () => {
    const { status, body } = await at.as('bob', 'tokenV2', device);
    expect(status).toBe(403);
    expect(body.reason).toBe('identity_mismatch');
  });

  it('the new service is given when both are asked for; the old one alone is told that it is not offered', async () => {
    const both = await at.as('anna', 'tokenV2', { ...device, im_server: ['aliyun_old', 'aliyun_new'] });
    expect(both.status).toBe(200);
    expect(Object.keys(both.body)).toEqual(['code', 'aliyun_new_im']);
    const old = await at.as('anna', 'tokenV2', { ...device, im_server: ['aliyun_old'] });
    expect(old.status).toBe(410);
    expect(old.body.message).toContain('aliyun_new');
    const { im_server: _, ...v1 } = device;
    expect((await at.as('anna', 'tokenV1', v1)).body).toMatchObject({ code: 410, reason: 'old_im_not_offered' });
  });

  it.each([
    ['device_id', { device_id: '' }],
    ['device_type', { device_type: undefined }],
    ['im_server', { im_server: undefined }],
    ['im_server', { im_server: [] }],
    ['im_server.0', { im_server: ['rongyun'] }],
  ])('a wrong %s is 400: %j', async (path, wrong) => {
    const { status, body } = await at.as('anna', 'tokenV2', { ...device, ...wrong });
    expect(status).toBe(400);
    expect(body.message).toMatch(new RegExp(`^${path}: `));
  });

  it('an unfinished deployment is 503 and says what is missing', async () => {
    await at.settings.remove('message-app');
    const { status, body } = await at.as('anna', 'tokenV2', device);
    expect(status).toBe(503);
    expect(body.message).toContain('message-app');
  });
});
