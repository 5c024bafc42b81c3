import { describe, expect, it } from 'vitest';
import { isPassing, serviceError } from '../../../cli/cloud/service-error.ts';
import { CliError } from '../../../cli/errors.ts';

const thrown = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: it did not work`), { code, ...more });

describe('errors of the vendor SDKs', () => {
  it('keep code, request id and the service’s own words, and lose the signed request', () => {
    const cause = thrown('StackNotFound', {
      statusCode: 404,
      data: { RequestId: 'R-1', Message: 'no such stack' },
      url: 'https://a/?Signature=secret',
    });
    const error = serviceError('GetStack', cause);
    expect(error.message).toBe('GetStack failed: no such stack (StackNotFound, request id R-1)');
    expect(error.details).toEqual({ operation: 'GetStack', status: 404, requestId: 'R-1' });
    expect(JSON.stringify(error) + error.stack).not.toContain('secret');
  });

  it.each([
    [
      'http://127.0.0.1:7300/?Parameters.1.ParameterKey=ArtcAppKey&Parameters.1.ParameterValue=s3cret failed.',
      ' failed.',
    ],
    ['https://ros.aliyuncs.com/?A=1&B=-----BEGIN RSA PRIVATE KEY-----\ns3cret\nmore s3cret', ''],
    ['http://a/?x=s3cret failed. POST http://b/?y=s3cret failed.', ' failed. POST http://b/ failed.'],
  ])('P11: a call that reached nobody is told without its parameters: %j', (address, rest) => {
    const error = serviceError(
      'CreateStack',
      thrown('ConnectTimeout', { message: `ConnectTimeout: Connect ${address}` }),
    );
    expect(error.message).toMatch(/^CreateStack failed: Connect https?:\/\/[^/]+\//);
    expect(error.message).toContain(`${rest} (ConnectTimeout)`);
    expect(error.message).not.toContain('s3cret');
  });

  it.each([
    ['InvalidAccessKeyId.NotFound', /AccessKey/],
    ['SignatureDoesNotMatch', /AccessKey/],
    ['Forbidden.RAM', /lacks a right/],
    ['FunctionNotFound', /Deploy the stage first/],
    ['Throttling.User', /wait a moment/],
    ['ECONNREFUSED', /live-stack start/],
  ])('%s comes with the next step', (code, hint) => {
    expect(serviceError('CreateStack', thrown(code)).hint).toMatch(hint);
  });

  it.each([
    ['ECONNRESET', {}, true],
    ['Throttling.Api', { statusCode: 400 }, true],
    ['InternalError', { statusCode: 500 }, true],
    ['Whatever', { statusCode: 503 }, true],
    ['InvalidTemplate', { statusCode: 400 }, false],
    ['Forbidden.RAM', { statusCode: 403 }, false],
  ])('%s %j: another try may help: %s', (code, more, passing) => {
    expect(isPassing(serviceError('GetStack', thrown(code, more)))).toBe(passing);
  });

  it('an error of our own is never passing', () => {
    expect(isPassing(new Error('bug'))).toBe(false);
    expect(isPassing(new CliError('BadEndpoint', 'x'))).toBe(false);
  });
});
