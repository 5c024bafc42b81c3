import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomResourceEvent } from '../../../../local/ros/custom-resource/event.ts';
import { InvalidResponse, parseResponse } from '../../../../local/ros/custom-resource/response.ts';
import { checkServiceToken } from '../../../../local/ros/custom-resource/service-token.ts';
import { success } from './provider.ts';

const event: CustomResourceEvent = {
  RequestType: 'Update',
  RequestId: 'r',
  ResponseURL: 'http://x',
  IntranetResponseURL: 'http://x',
  StackId: 's',
  StackName: 'n',
  ResourceOwnerId: '1',
  CallerId: '1',
  RegionId: 'cn-shanghai',
  ResourceType: 'Custom::X',
  LogicalResourceId: 'L',
  PhysicalResourceId: 'id',
  ResourceProperties: {},
};

const parse = (body: unknown) =>
  parseResponse(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), event);

describe('a response of a custom resource', () => {
  it('is read', () => {
    expect(parse(success(event, { Data: { A: 1 } }))).toEqual({
      status: 'SUCCESS',
      reason: '',
      physicalId: 'id',
      data: { A: 1 },
    });
    const failed = { ...success(event), Status: 'FAILED', Reason: 'why', PhysicalResourceId: undefined };
    expect(parse(failed)).toEqual({ status: 'FAILED', reason: 'why', physicalId: '', data: {} });
  });

  it('may have exactly 4,096 bytes and an id of 255 bytes, counted in UTF-8', () => {
    const create = { ...event, RequestType: 'Create' as const, PhysicalResourceId: undefined };
    const padded = (size: number) => {
      const empty = JSON.stringify(success(event, { Data: { X: '' } }));
      return JSON.stringify(success(event, { Data: { X: 'x'.repeat(size - empty.length) } }));
    };
    expect(parse(padded(4096)).status).toBe('SUCCESS');
    expect(() => parse(padded(4097))).toThrow(/4097 bytes, at most 4096/);
    const { PhysicalResourceId: _, ...created } = create;
    const withId = (id: string) =>
      parseResponse(Buffer.from(JSON.stringify(success(event, { PhysicalResourceId: id }))), created);
    expect(withId('名'.repeat(85)).physicalId).toHaveLength(85);
    expect(() => withId(`${'名'.repeat(85)}x`)).toThrow(/at most 255 bytes/);
  });

  it('never crashes the service, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.record({ Status: fc.anything(), Data: fc.anything() })),
        (body) => {
          try {
            parse(body);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidResponse);
          }
        },
      ),
    );
  });
});

describe('a service token', () => {
  it.each([
    'acs:fc:cn-shanghai:1:functions/f',
    'acs:fc:cn-shanghai:1:services/s/functions/f',
    'acs:fc:::functions/a$b',
  ])('%s names a function', (token) => {
    expect(() => checkServiceToken(token)).not.toThrow();
  });

  it.each([
    '',
    'acs:fc:cn-shanghai:1:functions/',
    'acs:fc:cn-shanghai:1:services/s',
    'https://example.com',
    'acs:fc:x:functions/f',
  ])('"%s" is refused', (token) => {
    expect(() => checkServiceToken(token)).toThrow(/is not valid: expected acs:fc/);
  });
});
