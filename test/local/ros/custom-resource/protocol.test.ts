import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusal, template, thing } from '../harness.ts';
import { TestClock, turns } from '../test-clock.ts';
import { custom, type Provider, startProvider, success, TOKEN } from './provider.ts';

let provider: Provider;
beforeEach(async () => {
  provider = await startProvider();
});
afterEach(() => provider.close());

describe('the request to a custom resource', () => {
  it('has the documented fields in a Create, and Parameters alone as ResourceProperties with their JSON types', async () => {
    const id = await provider.create(
      template({ Site: custom({ Name: 'a.example', Count: 2, On: true, List: ['x'] }) }),
    );
    const [event] = provider.requests;
    expect(event).toEqual({
      RequestType: 'Create',
      RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ResponseURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_ros\/responses\/[\w-]{43}$/),
      IntranetResponseURL: event?.ResponseURL,
      StackId: id,
      StackName: 'demo',
      ResourceOwnerId: '1234567890123456',
      CallerId: '1234567890123456',
      RegionId: 'cn-shanghai',
      ResourceType: 'Custom::Domain',
      LogicalResourceId: 'Site',
      ResourceProperties: { Name: 'a.example', Count: 2, On: true, List: ['x'] },
    });
    expect((await provider.reply(0))?.status).toBe(200);
    expect(await provider.status(id)).toBe('CREATE_COMPLETE');
  });

  it('carries the physical id and the old properties in an Update, which is sent only when properties changed', async () => {
    const id = await provider.create(template({ Site: custom({ Name: 'a' }) }));
    await provider.update(id, template({ Site: custom({ Name: 'b' }) }));
    expect(provider.requests[1]).toMatchObject({
      RequestType: 'Update',
      PhysicalResourceId: 'made-Site',
      ResourceProperties: { Name: 'b' },
      OldResourceProperties: { Name: 'a' },
    });
    await provider.update(id, template({ Site: custom({ Name: 'b' }, { Timeout: 90 }) }));
    await provider.update(id, template({ Site: custom({ Name: 'b' }, { Timeout: 90 }), More: thing() }));
    expect(provider.requests).toHaveLength(2);
    expect(await provider.status(id)).toBe('UPDATE_COMPLETE');
  });

  it('carries the physical id in a Delete, and every request has its own id and address', async () => {
    const id = await provider.create(template({ Site: custom({ Name: 'a' }) }));
    await provider.remove(id);
    expect(provider.requests[1]).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'made-Site' });
    expect(provider.requests[1]).not.toHaveProperty('OldResourceProperties');
    expect(new Set(provider.requests.map(({ RequestId }) => RequestId)).size).toBe(2);
    expect(new Set(provider.requests.map(({ ResponseURL }) => ResponseURL)).size).toBe(2);
    expect(await provider.status(id)).toBe('DELETE_COMPLETE');
  });

  it('goes to the function before the resources that read its Data, and Data and Outputs are attributes', async () => {
    provider.behave((event) => success(event, { Data: { Url: 'rtmp://x', Port: 1935 } }));
    const id = await provider.create(
      template(
        { After: thing({ Name: { 'Fn::GetAtt': ['Site', 'Url'] } }), Site: custom({}) },
        {
          Outputs: {
            Port: { Value: { 'Fn::GetAtt': ['Site', 'Port'] } },
            All: { Value: { 'Fn::GetAtt': ['Site', 'Outputs'] } },
            Id: { Value: { Ref: 'Site' } },
          },
        },
      ),
    );
    expect(provider.product.calls[0]?.properties).toEqual({ Name: 'rtmp://x' });
    expect(await provider.outputs(id)).toEqual({ Port: 1935, All: { Url: 'rtmp://x', Port: 1935 }, Id: 'made-Site' });
  });

  it('fails what reads a key that Data does not have', async () => {
    const id = await provider.create(
      template({ Site: custom({}), B: thing({ Name: { 'Fn::GetAtt': ['Site', 'Nope'] } }) }),
    );
    expect(String((await provider.stack(id)).StatusReason)).toContain('finds no attribute Nope of Site');
  });
});

describe('the response of a custom resource', () => {
  it('with FAILED fails the operation with its Reason; the rollback sends a Delete without an id', async () => {
    provider.behave((event) =>
      event.RequestType === 'Create'
        ? { ...success(event), Status: 'FAILED', Reason: '域名已存在', PhysicalResourceId: undefined }
        : success(event, { PhysicalResourceId: '-' }),
    );
    const id = await provider.create(template({ Site: custom({ Name: 'a' }) }));
    expect(await provider.stack(id)).toMatchObject({
      Status: 'CREATE_ROLLBACK_COMPLETE',
      StatusReason: 'Resource CREATE failed: Exception: resources.Site: 域名已存在',
    });
    expect(provider.requests.map(({ RequestType, PhysicalResourceId }) => [RequestType, PhysicalResourceId])).toEqual([
      ['Create', undefined],
      ['Delete', undefined],
    ]);
    expect(provider.requests[1]?.ResourceProperties).toEqual({ Name: 'a' });
  });

  it.each([
    ['no PhysicalResourceId', { PhysicalResourceId: '' }, /PhysicalResourceId must not be empty/],
    ['a PhysicalResourceId above 255 bytes', { PhysicalResourceId: '名'.repeat(86) }, /at most 255 bytes/],
    ['an unknown Status', { Status: 'OK' }, /Status must be SUCCESS or FAILED/],
    ['FAILED without a Reason', { Status: 'FAILED' }, /Reason is required/],
    ['another RequestId', { RequestId: 'x' }, /RequestId must be copied/],
    ['another StackId', { StackId: 'x' }, /StackId must be copied/],
    ['another LogicalResourceId', { LogicalResourceId: 'x' }, /LogicalResourceId must be copied/],
    ['Data that is not a map', { Data: 'secret' }, /Data must be a JSON map/],
    ['a body above 4,096 bytes', { Data: { X: '长'.repeat(1400) } }, /at most 4096 are allowed/],
  ])('is refused with %s, and the operation fails with what was expected', async (_, change, expected) => {
    provider.behave((event) =>
      event.RequestType === 'Create' ? success(event, change) : success(event, { PhysicalResourceId: '-' }),
    );
    const id = await provider.create(template({ Site: custom({}) }));
    expect(await provider.reply(0)).toMatchObject({ status: 400, body: { Code: 'InvalidResponse' } });
    expect(String((await provider.stack(id)).StatusReason)).toMatch(expected);
    expect(String((await provider.stack(id)).StatusReason)).not.toContain('secret');
  });

  it('must keep the physical id in Update and Delete (P5)', async () => {
    const id = await provider.create(template({ Site: custom({ N: 1 }) }));
    let isFirst = true;
    provider.behave((event) => {
      const answer = success(event, isFirst ? { PhysicalResourceId: 'another' } : {});
      isFirst = false;
      return answer;
    });
    await provider.update(id, template({ Site: custom({ N: 2 }) }));
    expect(await provider.stack(id)).toMatchObject({ Status: 'ROLLBACK_COMPLETE' });
    expect(String((await provider.stack(id)).StatusReason)).toContain(
      'PhysicalResourceId changed from made-Site to another',
    );
    expect(provider.requests.at(-1)).toMatchObject({ ResourceProperties: { N: 1 }, OldResourceProperties: { N: 2 } });
  });

  it('is taken once: a second one, an unknown address, another method or another type are refused', async () => {
    await provider.create(template({ Site: custom({}) }));
    const [event] = provider.requests;
    if (!event) throw new Error('no event');
    expect(await provider.post(event.ResponseURL, JSON.stringify(success(event)))).toBe(409);
    expect(await provider.post(`${event.ResponseURL}x`, '{}')).toBe(404);
    expect((await fetch(event.ResponseURL)).status).toBe(405);
  });

  it('needs the content type application/json, and may be sent again after that refusal', async () => {
    provider.behave(() => undefined);
    const creating = provider.create(template({ Site: custom({}) }));
    await turns(5);
    const [event] = provider.requests;
    if (!event) throw new Error('no event');
    expect(
      await provider.post(event.ResponseURL, JSON.stringify(success(event)), { 'content-type': 'text/plain' }),
    ).toBe(400);
    expect(await provider.post(event.ResponseURL, JSON.stringify(success(event)))).toBe(200);
    expect(await provider.status(await creating)).toBe('CREATE_COMPLETE');
  });

  it('may come before the invocation returns and may say that a Delete failed', async () => {
    const id = await provider.create(template({ Site: custom({}) }));
    provider.behave((event) => success(event, { Status: 'FAILED', Reason: 'still streaming' }));
    await provider.remove(id);
    expect(await provider.stack(id)).toMatchObject({
      Status: 'DELETE_FAILED',
      StatusReason: 'Resource DELETE failed: Exception: resources.Site: still streaming',
    });
    provider.behave((event) => success(event));
    await provider.remove(id);
    expect(await provider.status(id)).toBe('DELETE_COMPLETE');
  });
});

describe('a custom resource that cannot be reached', () => {
  it('fails with the reason of the invocation and is not deleted', async () => {
    const id = await provider.create(template({ Site: custom({}, { ServiceToken: `${TOKEN}-missing` }) }));
    expect(String((await provider.stack(id)).StatusReason)).toContain(
      `could not invoke ${TOKEN}-missing: FunctionNotFound`,
    );
    expect(await provider.status(id)).toBe('CREATE_ROLLBACK_COMPLETE');
    expect(provider.requests).toEqual([]);
  });

  it.each([
    ['acs:mns:cn-shanghai:1:queues/q', /not supported by the local ROS/],
    ['web[sync]:https://example.com', /not supported by the local ROS/],
    ['arn:aws:lambda:x', /is not valid: expected acs:fc/],
  ])('has a service token that is a function: %s', async (token, expected) => {
    const id = await provider.create(template({ Site: custom({}, { ServiceToken: token }) }));
    expect(String((await provider.stack(id)).StatusReason)).toMatch(expected);
    expect(await provider.status(id)).toBe('CREATE_ROLLBACK_COMPLETE');
  });

  it('takes functions of both generations of Function Compute', async () => {
    const token = 'acs:fc:cn-shanghai:1234567890123456:services/live.LATEST/functions/provisioner';
    const id = await provider.create(template({ Site: custom({}, { ServiceToken: token }) }));
    expect(await provider.status(id)).toBe('CREATE_COMPLETE');
  });

  it('is refused before anything is done when the template changes its ServiceToken, or has a bad Timeout', async () => {
    const id = await provider.create(template({ Site: custom({}) }));
    const other = template({ Site: custom({}, { ServiceToken: `${TOKEN}-2` }) });
    expect(await refusal(provider.update(id, other))).toMatch(/the property ServiceToken of Site/);
    for (const timeout of [0, 43_201, 'soon']) {
      const wrong = provider.create(template({ Site: custom({}, { Timeout: timeout }) }), { StackName: 'wrong' });
      expect(await refusal(wrong)).toMatch(/StackValidationFailed: Property error: Resources.Site.Properties.Timeout/);
    }
  });
});

describe('a custom resource that stays silent', () => {
  it('fails after its Timeout with what to look at; a late response is refused; the rollback deletes (P7)', async () => {
    await provider.close();
    const clock = new TestClock();
    provider = await startProvider(clock);
    provider.behave((event) =>
      event.RequestType === 'Delete' ? success(event, { PhysicalResourceId: 'made-Site' }) : undefined,
    );
    const creating = provider.create(template({ Site: custom({}) }));
    await turns(5);
    await clock.advance(59_000);
    expect(provider.requests).toHaveLength(1);
    await clock.advance(1_000);
    const id = await creating;
    expect(await provider.stack(id)).toMatchObject({
      Status: 'CREATE_ROLLBACK_COMPLETE',
      StatusReason: `Resource CREATE failed: Exception: resources.Site: Custom::Domain sent no response to Create within 60 s; see the logs of ${TOKEN}, or raise Timeout`,
    });
    const [event] = provider.requests;
    if (!event) throw new Error('no event');
    expect(await provider.post(event.ResponseURL, JSON.stringify(success(event)))).toBe(409);
    expect(provider.requests.map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
  });
});

describe('the names of custom types', () => {
  it.each([
    ['ALIYUN::ROS::CustomResource', true],
    ['Custom::Live_Domain@1-x', true],
    [`Custom::${'a'.repeat(60)}`, true],
    [`Custom::${'a'.repeat(61)}`, false],
    ['Custom::', false],
    ['Custom::a b', false],
    ['custom::a', false],
  ])('%s: %s', async (Type, isKnown) => {
    const work = provider.call('ValidateTemplate', {
      TemplateBody: JSON.stringify(template({ Site: { ...custom({}), Type } })),
    });
    if (isKnown) expect(await work).toMatchObject({ ResourceTypes: { Resources: [Type] } });
    else expect(await refusal(work)).toMatch(/could not be found/);
  });
});
