import { describe, expect, it } from 'vitest';
import { createSts } from '../../../local/sts/sts.ts';
import { ACCOUNT_ID, ACCOUNT_KEY, openCloud, resourceContext, roleKey } from '../openapi/open-api-cloud.ts';
import { type Caller, type Credentials, openApi, popCore, refusal } from '../openapi/sdk.ts';

const VERSION = '2015-04-01';
const ROLE_ARN = `acs:ram::${ACCOUNT_ID}:role/deployer`;

async function cloudWithRole() {
  const cloud = await openCloud(({ ram }) => [createSts({ ram }).service]);
  const role = cloud.ram.resourceTypes.find(({ type }) => type === 'ALIYUN::RAM::Role');
  const AssumeRolePolicyDocument = {
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: [`acs:ram::${ACCOUNT_ID}:root`] } }],
  };
  await role?.create({ RoleName: 'deployer', AssumeRolePolicyDocument, MaxSessionDuration: 7200 }, resourceContext);
  return cloud;
}

describe('GetCallerIdentity', () => {
  it.each([
    ['pop-core (RPC v1)', popCore],
    ['openapi-core (ACS3)', openApi],
  ] as const)('tells the account who it is, called with %s (L1)', async (_name, client) => {
    const { endpoint } = await cloudWithRole();
    expect(await client(endpoint, VERSION, ACCOUNT_KEY)('GetCallerIdentity')).toEqual({
      AccountId: ACCOUNT_ID,
      Arn: `acs:ram::${ACCOUNT_ID}:root`,
      IdentityType: 'Account',
      PrincipalId: ACCOUNT_ID,
      UserId: ACCOUNT_ID,
      RequestId: expect.any(String),
    });
  });

  it('tells a role which one it is', async () => {
    const { endpoint, ram } = await cloudWithRole();
    const key = await roleKey(ram, 'speaker', [{ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' }]);
    expect(await openApi(endpoint, VERSION, key)('GetCallerIdentity')).toMatchObject({
      AccountId: ACCOUNT_ID,
      IdentityType: 'AssumedRoleUser',
      Arn: expect.stringContaining('assumed-role/speaker/'),
      RoleId: ram.role('speaker')?.id,
    });
  });
});

describe('AssumeRole', () => {
  const assume = (call: Caller, change: Record<string, unknown> = {}) =>
    call('AssumeRole', { RoleArn: ROLE_ARN, RoleSessionName: 'me', ...change });

  it('gives credentials that work until they expire', async () => {
    const { endpoint, clock } = await cloudWithRole();
    const answer = await assume(popCore(endpoint, VERSION, ACCOUNT_KEY), { DurationSeconds: 900 });
    expect(answer).toMatchObject({ AssumedRoleUser: { Arn: `${ROLE_ARN}/me` } });
    const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = answer.Credentials as Record<string, string>;
    expect(Date.parse(Expiration ?? '')).toBeGreaterThan(clock.now());
    const key = {
      accessKeyId: AccessKeyId,
      accessKeySecret: AccessKeySecret,
      securityToken: SecurityToken,
    } as Credentials;
    // The role has no policies, so it is known and may do nothing.
    expect((await refusal(popCore(endpoint, VERSION, key)('GetCallerIdentity'))).code).toBe('Forbidden.RAM');
    clock.advance(899_000);
    clock.advance(2_000);
    const late = await refusal(popCore(endpoint, VERSION, key)('GetCallerIdentity'));
    expect(['InvalidSecurityToken.Expired', 'InvalidTimeStamp.Expired']).toContain(late.code);
  });

  it.each([
    ['the ARN of another account', { RoleArn: 'acs:ram::9:role/deployer' }, 'InvalidParameter.RoleArn'],
    ['a role that does not exist', { RoleArn: `acs:ram::${ACCOUNT_ID}:role/none` }, 'EntityNotExist.Role'],
    ['a session name of one character', { RoleSessionName: 'x' }, 'InvalidParameter.RoleSessionName'],
    ['no session name', { RoleSessionName: '' }, 'MissingRoleSessionName'],
    ['less than fifteen minutes', { DurationSeconds: 899 }, 'InvalidParameter.DurationSeconds'],
    ['more than the role allows', { DurationSeconds: 7201 }, 'InvalidParameter.DurationSeconds'],
    ['a session policy', { Policy: '{}' }, 'InvalidParameter.PolicyGrammar'],
  ])('refuses %s', async (_case, change, code) => {
    const { endpoint } = await cloudWithRole();
    expect((await refusal(assume(popCore(endpoint, VERSION, ACCOUNT_KEY), change))).code).toBe(code);
  });

  it('refuses a role that does not trust the account', async () => {
    const { endpoint, ram } = await cloudWithRole();
    await roleKey(ram, 'function', []);
    const RoleArn = `acs:ram::${ACCOUNT_ID}:role/function`;
    expect((await refusal(assume(popCore(endpoint, VERSION, ACCOUNT_KEY), { RoleArn }))).code).toBe('NoPermission');
  });
});
