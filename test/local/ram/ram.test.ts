import { describe, expect, it } from 'vitest';
import type { Json } from '../../../local/product.ts';
import { createRam } from '../../../local/ram/ram.ts';
import type { Properties } from '../../../local/ros/resource-type.ts';
import { refusalOf } from '../openapi/call.ts';
import { DrivenClock } from '../openapi/driven-clock.ts';
import { ACCOUNT_ID, ACCOUNT_KEY, resourceContext } from '../openapi/open-api-cloud.ts';

const trustOf = (service: string): Json => ({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: [service] } }],
});
const document = (Action: string, Resource = '*'): Json => ({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
const ROLE: Properties = { RoleName: 'app', AssumeRolePolicyDocument: trustOf('fc.aliyuncs.com') };
const own = (PolicyName: string, Action: string): Json => ({ PolicyName, PolicyDocument: document(Action) });

function newRam() {
  const clock = new DrivenClock();
  const ram = createRam({ accountId: ACCOUNT_ID, clock, account: ACCOUNT_KEY });
  const type = (name: string) => {
    const found = ram.resourceTypes.find((candidate) => candidate.type === `ALIYUN::RAM::${name}`);
    if (!found) throw new Error(`no type ${name}`);
    return {
      create: (properties: Properties) => found.create(properties, resourceContext),
      update: (id: string, now: Properties, before: Properties) => found.update(id, now, before, resourceContext),
      delete: (id: string, properties: Properties) => found.delete(id, properties, resourceContext),
    };
  };
  const may = (action: string, role = 'app'): boolean => ram.allows(ram.assumeRole(role, 900), action, '*');
  return { clock, ram, may, role: type('Role'), policy: type('ManagedPolicy'), attachment: type('AttachPolicyToRole') };
}

describe('identities', () => {
  it('know the account’s key, which may do everything', () => {
    const { ram } = newRam();
    const account = ram.find(ACCOUNT_KEY.accessKeyId);
    expect(account).toMatchObject({ principal: 'account', accessKeySecret: ACCOUNT_KEY.accessKeySecret });
    expect(account && ram.allows(account, 'anything:AtAll', 'acs:x:y:z')).toBe(true);
    expect(ram.find('LTAIother')).toBeUndefined();
    expect(ram.route({} as never)).toBeUndefined();
  });

  it('give temporary credentials of a role, different each time, until some time after they expired', async () => {
    const { ram, role, clock } = newRam();
    await role.create(ROLE);
    const first = ram.assumeRole('app', 900);
    const second = ram.assumeRole('app', 900);
    expect(first.accessKeyId).toMatch(/^STS\./);
    expect(
      new Set([first.accessKeySecret, second.accessKeySecret, first.securityToken, second.securityToken]).size,
    ).toBe(4);
    expect(first).toMatchObject({ principal: { role: 'app' }, expiresAt: clock.now() + 900_000 });
    clock.advance(901_000);
    expect(ram.find(first.accessKeyId)).toEqual(first);
    clock.advance(25 * 3600 * 1000);
    ram.assumeRole('app', 900);
    expect(ram.find(first.accessKeyId)).toBeUndefined();
  });

  it('give none of a role that does not exist or does not trust Function Compute', async () => {
    const { ram, role } = newRam();
    await role.create({ ...ROLE, AssumeRolePolicyDocument: trustOf('ecs.aliyuncs.com') });
    expect(() => ram.assumeRole('none', 900)).toThrow('The role not exists: none');
    expect(() => ram.assumeRole('app', 900)).toThrow('does not name fc.aliyuncs.com');
    expect(() => ram.assumeRoleAs({ account: '9' }, 'app', 900)).toThrow('does not name the account 9');
  });
});

describe('ALIYUN::RAM::Role', () => {
  it('has its name as physical id, and Arn and RoleId', async () => {
    const { role } = newRam();
    expect(await role.create(ROLE)).toEqual({
      physicalId: 'app',
      attributes: {
        RoleName: 'app',
        RoleId: expect.stringMatching(/^3\d{17}$/),
        Arn: `acs:ram::${ACCOUNT_ID}:role/app`,
      },
    });
  });

  it('may do what its own policies and the attached ones allow', async () => {
    const { ram, role, policy, may } = newRam();
    await policy.create({ PolicyName: 'shared', PolicyDocument: document('vod:*') });
    const properties = {
      ...ROLE,
      Policies: [own('app-ots', 'ots:GetRow')],
      PolicyAttachments: { Custom: ['shared'], System: ['AliyunLogFullAccess'] },
    };
    await role.create(properties);
    expect(
      ['ots:GetRow', 'vod:SearchMedia', 'log:PostLogStoreLogs', 'ots:PutRow'].map((action) => may(action)),
    ).toEqual([true, true, true, false]);
    expect(ram.inventory()).toMatchObject({
      roles: { app: { policies: ['app-ots', 'shared', 'AliyunLogFullAccess'] } },
    });
    await role.delete('app', properties);
    expect(ram.inventory()).toEqual({ roles: {}, policies: { shared: document('vod:*') } });
    await role.delete('app', properties);
  });

  it('leaves nothing behind when its creation fails half-way (P12)', async () => {
    const { ram, role } = newRam();
    const before = ram.inventory();
    const changes: Properties[] = [
      { Policies: [own('a', 'ots:*'), own('b', 'no-service')] },
      { Policies: [own('a', 'ots:*'), own('a', 'ots:*')] },
      { PolicyAttachments: { Custom: ['none'] } },
      { Policies: [own('a', 'ots:*')], PolicyAttachments: { System: ['Unknown'] } },
      { RoleName: 'bad name' },
      { AssumeRolePolicyDocument: {} },
    ];
    for (const change of changes) {
      await expect(role.create({ ...ROLE, ...change })).rejects.toThrow();
      expect(ram.inventory()).toEqual(before);
    }
  });

  it('does not take a policy of the same name that another role owns', async () => {
    const { ram, role, may } = newRam();
    await role.create({ ...ROLE, Policies: [own('shared-name', 'ots:*')] });
    const second = { ...ROLE, RoleName: 'second', Policies: [own('shared-name', 'vod:*')] };
    expect((await refusalOf(role.create(second))).code).toBe('EntityAlreadyExists.Policy');
    expect(may('ots:GetRow')).toBe(true);
    expect(ram.role('second')).toBeUndefined();
  });

  it('exists once, unless existing ones are to be ignored', async () => {
    const { role } = newRam();
    const first = await role.create(ROLE);
    expect((await refusalOf(role.create(ROLE))).code).toBe('EntityAlreadyExists.Role');
    expect(await role.create({ ...ROLE, IgnoreExisting: true })).toEqual(first);
  });

  it('is updated in place, and an update that is wrong changes nothing (P6)', async () => {
    const { ram, role, may } = newRam();
    const before = { ...ROLE, Policies: [own('app-a', 'ots:GetRow')] };
    await role.create(before);
    const now = {
      ...ROLE,
      Policies: [own('app-a', 'ots:PutRow'), own('app-b', 'vod:*')],
      Description: 'new',
      MaxSessionDuration: 7200,
    };
    const wrong = { ...now, Policies: [own('app-a', 'nonsense')] };
    await expect(role.update('app', wrong, before)).rejects.toThrow('of the form service:Action');
    expect(may('ots:GetRow')).toBe(true);
    expect(await role.update('app', now, before)).toMatchObject({ RoleName: 'app' });
    expect(['ots:GetRow', 'ots:PutRow', 'vod:X'].map((action) => may(action))).toEqual([false, true, true]);
    expect(ram.role('app')).toMatchObject({ description: 'new', maxSessionDuration: 7200 });
    await role.update('app', before, now);
    expect(may('ots:GetRow')).toBe(true);
    expect(ram.inventory()).toMatchObject({ policies: { 'app-a': document('ots:GetRow') } });
  });

  it('is not deleted while a policy of somebody else’s is attached, unless by force', async () => {
    const { ram, role, policy } = newRam();
    await role.create(ROLE);
    await policy.create({ PolicyName: 'p', PolicyDocument: document('*'), Roles: ['app'] });
    expect((await refusalOf(role.delete('app', ROLE))).code).toBe('DeleteConflict.Role.Policy');
    await role.delete('app', { ...ROLE, DeletionForce: true });
    expect(ram.role('app')).toBeUndefined();
  });
});

describe('ALIYUN::RAM::ManagedPolicy', () => {
  it('is attached to the roles it names, follows updates, and detaches when deleted', async () => {
    const { ram, role, policy, may } = newRam();
    await role.create(ROLE);
    const first = { PolicyName: 'p', PolicyDocument: document('ots:*'), Roles: ['app'] };
    expect(await policy.create(first)).toEqual({ physicalId: 'p', attributes: { PolicyName: 'p' } });
    expect(may('ots:GetRow')).toBe(true);
    const unchecked = { ...first, PolicyDocumentUnchecked: document('vod:*') };
    await policy.update('p', unchecked, first);
    expect([may('ots:GetRow'), may('vod:X')]).toEqual([false, true]);
    await policy.update('p', { ...first, Roles: [] }, unchecked);
    expect(may('ots:GetRow')).toBe(false);
    await policy.update('p', first, { ...first, Roles: [] });
    expect(may('ots:GetRow')).toBe(true);
    await policy.delete('p', first);
    await policy.delete('p', first);
    expect(ram.inventory()).toMatchObject({ roles: { app: { policies: [] } }, policies: {} });
  });

  it('leaves nothing behind when a role it names does not exist (P12)', async () => {
    const { ram, role, policy } = newRam();
    await role.create(ROLE);
    const before = ram.inventory();
    const properties = { PolicyName: 'p', PolicyDocument: document('ots:*'), Roles: ['app', 'none'] };
    expect((await refusalOf(policy.create(properties))).code).toBe('EntityNotExist.Role');
    expect(ram.inventory()).toEqual(before);
  });

  it('exists once, unless existing ones are to be ignored', async () => {
    const { policy } = newRam();
    const properties = { PolicyName: 'p', PolicyDocument: document('ots:*') };
    await policy.create(properties);
    expect((await refusalOf(policy.create(properties))).code).toBe('EntityAlreadyExists.Policy');
    expect(await policy.create({ ...properties, IgnoreExisting: true })).toMatchObject({ physicalId: 'p' });
    await expect(policy.create({ ...properties, PolicyName: 'p p' })).rejects.toThrow('policy name');
  });

  it('is not deleted while a role holds it', async () => {
    const { role, policy, attachment } = newRam();
    await role.create(ROLE);
    const properties = { PolicyName: 'p', PolicyDocument: document('ots:*') };
    await policy.create(properties);
    const held = { PolicyName: 'p', PolicyType: 'Custom', RoleName: 'app' };
    const { physicalId } = await attachment.create(held);
    expect((await refusalOf(policy.delete('p', properties))).code).toBe('DeleteConflict.Policy.Role');
    await attachment.delete(physicalId, held);
    await policy.delete('p', properties);
  });
});

describe('ALIYUN::RAM::AttachPolicyToRole', () => {
  it('gives a role one more policy and takes it back', async () => {
    const { role, attachment, may } = newRam();
    await role.create(ROLE);
    const properties = { PolicyName: 'AliyunVODFullAccess', PolicyType: 'System', RoleName: 'app' };
    expect(await attachment.create(properties)).toEqual({
      physicalId: 'app:System:AliyunVODFullAccess',
      attributes: {},
    });
    expect(may('vod:X')).toBe(true);
    expect((await refusalOf(attachment.create(properties))).code).toBe('EntityAlreadyExists.Role.Policy');
    expect(await attachment.update('x', properties, properties)).toEqual({});
    await attachment.delete('x', properties);
    await attachment.delete('x', properties);
    expect(may('vod:X')).toBe(false);
  });

  it('needs a policy that exists', async () => {
    const { role, attachment } = newRam();
    await role.create(ROLE);
    const properties = { PolicyName: 'none', PolicyType: 'Custom', RoleName: 'app' };
    expect((await refusalOf(attachment.create(properties))).code).toBe('EntityNotExist.Policy');
  });
});

describe('the state of RAM', () => {
  it('survives a restart as plain JSON', async () => {
    const { ram, role } = newRam();
    await role.create({ ...ROLE, Policies: [own('app-ots', 'ots:GetRow')] });
    const saved = JSON.parse(JSON.stringify(ram.save())) as Json;
    const again = newRam();
    await again.ram.load(saved);
    expect(again.may('ots:GetRow')).toBe(true);
    expect(again.may('ots:PutRow')).toBe(false);
    expect(again.ram.inventory()).toEqual(ram.inventory());
    await again.ram.close();
  });
});
