import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionArn, parseFunctionArn, roleNameOf } from '../../../local/fc/arn.ts';
import { matchRoute } from '../../../local/fc/domain-routes.ts';
import { newRequestId, newResourceId } from '../../../local/fc/request-id.ts';

const NAME = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/);

describe('ARNs of functions', () => {
  it('come back as the names they were made of, in both generations', () => {
    const names = fc.record({ regionId: fc.constant('cn-shanghai'), functionName: NAME });
    const ofServices = fc.record({ regionId: fc.constant('ap-southeast-1'), serviceName: NAME, functionName: NAME });
    fc.assert(
      fc.property(fc.oneof(names, ofServices), (name) => {
        expect(parseFunctionArn(functionArn(name, '1234567890123456'))).toEqual(name);
      }),
    );
  });

  it.each([
    ['acs:fc:cn-shanghai:1:functions/f/LATEST', { regionId: 'cn-shanghai', functionName: 'f' }],
    [
      'acs:fc:cn-shanghai:1:services/s.LATEST/functions/f',
      { regionId: 'cn-shanghai', serviceName: 's', functionName: 'f' },
    ],
  ])('may say LATEST: %s', (arn, name) => {
    expect(parseFunctionArn(arn)).toEqual(name);
  });

  it.each([
    ['', 'InvalidArgument'],
    ['acs:fc:cn-shanghai:1:services/s', 'InvalidArgument'],
    ['acs:fc::1:functions/f', 'InvalidArgument'],
    ['arn:aws:lambda:us-east-1:1:function:f', 'InvalidArgument'],
    ['acs:fc:cn-shanghai:1:functions/f/3', 'VersionNotFound'],
    ['acs:fc:cn-shanghai:1:services/s.prod/functions/f', 'VersionNotFound'],
  ])("are refused when they are '%s'", (arn, code) => {
    expect(() => parseFunctionArn(arn)).toThrow(expect.objectContaining({ code }));
  });
});

describe('role ARNs', () => {
  it.each([
    ['acs:ram::1234567890123456:role/app', 'app'],
    ['acs:ram::1234567890123456:role/a-b.c', 'a-b.c'],
  ])('%s', (arn, name) => {
    expect(roleNameOf(arn)).toBe(name);
  });

  it.each(['app', 'acs:ram::1:user/app', 'acs:ram::1:role/', 'acs:ram::1:role/a/b'])("refuse '%s'", (arn) => {
    expect(() => roleNameOf(arn)).toThrow('expected acs:ram::<account>:role/<name>');
  });
});

describe('ids', () => {
  const random = (size: number): Buffer => Buffer.alloc(size, 0xab);
  it('of requests carry the time', () => {
    expect(newRequestId(1_693_896_071_895, random)).toBe('1-64f6cd87-abababababababababababab');
  });

  it('of resources are UUIDs', () => {
    expect(newResourceId(random)).toBe('abababab-abab-abab-abab-abababababab');
  });
});

describe('routes of a custom domain', () => {
  const target = { regionId: 'r', functionName: 'f' };
  const routes = [
    { path: '/*', target, methods: ['GET'] },
    { path: '/api/*', target, methods: [] },
    { path: '/api/x', target, methods: ['POST'] },
  ];

  it.each([
    ['/', 'GET', '/*'],
    ['/', 'POST', undefined],
    ['/api/y', 'POST', '/api/*'],
    ['/api/x', 'POST', '/api/x'],
    ['/api/x', 'GET', '/api/*'],
    ['/api', 'GET', '/*'],
  ])('%s %s goes to %s', (path, method, pattern) => {
    expect(matchRoute(routes, path, method)?.path).toBe(pattern);
  });
});
