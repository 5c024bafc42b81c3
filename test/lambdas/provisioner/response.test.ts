import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bodyOf, LARGEST_BODY } from '../../../lambdas/provisioner/respond.ts';
import { fake, NAME } from './fake-type.ts';
import { openCloud } from './harness.ts';

describe('P2: the response', () => {
  it('is sent again after 5xx and broken connections, with the same bytes', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({ Url: '地址' }))] });
    cloud.ros.statuses.push(500, 0, 503, 0, 200);
    const answer = await cloud.create('Custom::Fake', NAME);
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { Url: '地址' } });
    expect(new Set(cloud.ros.attempts.map(({ body }) => body.toString())).size).toBe(1);
    expect(cloud.ros.attempts).toHaveLength(5);
  });

  const DELETION = {
    ...{ RequestType: 'Delete', RequestId: 'r', StackId: 's', LogicalResourceId: 'l' },
    ResourceType: 'Custom::Fake',
  };

  it('is sent again after 429: ROS asked to wait', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    cloud.ros.statuses.push(429, 200);
    await cloud.invoke({ ...DELETION, ResponseURL: cloud.ros.url });
    expect(cloud.ros.attempts).toHaveLength(2);
    expect(cloud.ros.answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });

  it('goes to the intranet URL when the public one refuses it', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    cloud.ros.statuses.push(404, 200);
    expect(await cloud.create('Custom::Fake', NAME)).toMatchObject({ Status: 'SUCCESS' });
    expect(cloud.ros.attempts).toHaveLength(2);
    expect(cloud.lines.join('\n')).toMatch(/answer not accepted.*HTTP 404/);
  });

  it('is sent encrypted to an address that says so, and elsewhere when nobody answers there', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    const heard: Buffer[] = [];
    const server = createServer((socket) => {
      socket.once('data', (bytes) => {
        heard.push(bytes);
        socket.destroy();
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const encrypted = { ResponseURL: `https://127.0.0.1:${port}/answer`, IntranetResponseURL: cloud.ros.url };
    await cloud.invoke({ ...DELETION, ...encrypted });
    // A TLS handshake, whose first message greets.
    expect(heard.map(([type]) => type)).toEqual(Array(10).fill(0x16));
    expect(cloud.ros.answers).toMatchObject([{ Status: 'SUCCESS' }]);
    expect(cloud.lines.join('\n')).toMatch(/answer not accepted.*"why":"no connection"/);
  });

  it('is JSON, and a redirection is no acceptance', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    cloud.ros.statuses.push(300, 200);
    expect(await cloud.create('Custom::Fake', NAME)).toMatchObject({ Status: 'SUCCESS' });
    expect(cloud.ros.attempts.map(({ contentType }) => contentType)).toEqual(['application/json', 'application/json']);
    expect(cloud.lines.join('\n')).toMatch(/answer not accepted.*HTTP 300/);
  });

  it('is not sent again after 4xx: it would be refused again', async () => {
    const cloud = await openCloud({ types: [fake(async () => ({}))] });
    cloud.ros.statuses.push(403);
    const event = { RequestType: 'Create', RequestId: 'r', StackId: 's', LogicalResourceId: 'l' };
    await cloud.invoke({
      ...event,
      ResourceType: 'Custom::Fake',
      ResourceProperties: NAME,
      ResponseURL: cloud.ros.url,
    });
    expect(cloud.ros.attempts).toHaveLength(1);
    expect(cloud.lines.join()).toContain('answer not accepted');
    expect(cloud.lines.join()).not.toContain('secret-token');
  });

  it('has its length counted in bytes, with Chinese text', async () => {
    const cloud = await openCloud({ types: [fake(() => Promise.reject(new Error('域名已存在，请更换域名 🎥')))] });
    const answer = await cloud.create('Custom::Fake', NAME);
    expect(answer.Reason).toBe('域名已存在，请更换域名 🎥');
    const [attempt] = cloud.ros.attempts;
    expect(attempt?.contentLength).toBe(String(attempt?.body.length));
    expect(attempt?.method).toBe('POST');
  });

  const target = {
    urls: [],
    stackId: 'stack-1',
    requestId: 'r-1',
    logicalResourceId: 'Resource',
    physicalResourceId: undefined,
  };

  it('never exceeds 4,096 bytes and stays JSON with a reason, whatever the reason', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 1, max: 60 }), (part, times) => {
        const body = bodyOf(target, { status: 'FAILED', reason: part.repeat(times) });
        expect(body.length).toBeLessThanOrEqual(LARGEST_BODY);
        const parsed = JSON.parse(body.toString('utf8')) as { Reason: string };
        expect(parsed.Reason.length).toBeGreaterThan(0);
      }),
    );
  });

  it('keeps as much of a long reason as fits, cut between characters', () => {
    const body = bodyOf(target, { status: 'FAILED', reason: '域🎥'.repeat(2_000) });
    const { Reason } = JSON.parse(body.toString('utf8')) as { Reason: string };
    expect(Reason).toMatch(/^(域🎥)+域?…$/u);
    // A step cuts no more than it must: less than a quarter is lost.
    expect(body.length).toBeGreaterThan((LARGEST_BODY * 3) / 4);
  });

  it('takes a reason that just fits as it is, and cuts one that is a byte longer', () => {
    const room = LARGEST_BODY - bodyOf(target, { status: 'FAILED', reason: 'x' }).length + 1;
    const reasonOf = (length: number) =>
      (
        JSON.parse(bodyOf(target, { status: 'FAILED', reason: 'x'.repeat(length) }).toString('utf8')) as {
          Reason: string;
        }
      ).Reason;
    expect(reasonOf(room)).toBe('x'.repeat(room));
    expect(reasonOf(room + 1)).toMatch(/^x+…$/);
  });

  it('has a reason when the failure has none', () => {
    const body = bodyOf(target, { status: 'FAILED', reason: '' });
    expect(JSON.parse(body.toString())).toMatchObject({ Reason: 'No reason was given.' });
    expect(JSON.parse(body.toString())).not.toHaveProperty('PhysicalResourceId');
  });

  it('takes attributes that just fit, and refuses them with one byte more', () => {
    const success = (length: number) =>
      bodyOf(target, { status: 'SUCCESS', physicalResourceId: 'p', data: { Text: 'x'.repeat(length) } });
    const room = LARGEST_BODY - success(0).length;
    expect(success(room)).toHaveLength(LARGEST_BODY);
    expect(success(room).toString()).toContain('"Status":"SUCCESS"');
    expect(success(room + 1).toString()).toContain('"Status":"FAILED"');
  });

  it('says so when the attributes do not fit', () => {
    const body = bodyOf(target, { status: 'SUCCESS', physicalResourceId: 'p', data: { Text: '字'.repeat(2_000) } });
    expect(JSON.parse(body.toString())).toMatchObject({ Status: 'FAILED', Reason: expect.stringMatching(/4096/) });
  });
});
