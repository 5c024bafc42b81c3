import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../local/product.ts';
import { body, harness, parameters, refusal, template, thing } from '../harness.ts';

type Definition = { [key: string]: Json };

async function echoOf(definition: Definition, given?: string): Promise<Json | undefined> {
  const { create, outputs, product } = harness();
  const echo = template({ A: thing({ Open: { Value: { Ref: 'P' } } }) }, { Parameters: { P: definition } });
  await outputs(await create(echo, given === undefined ? {} : parameters({ P: given })));
  return (product.calls[0]?.properties.Open as Definition | undefined)?.Value;
}

describe('the value of a parameter', () => {
  it.each<[Definition, string | undefined, Json]>([
    [{ Type: 'String' }, 'x', 'x'],
    [{ Type: 'String', Default: 5 }, undefined, '5'],
    [{ Type: 'String', Default: 'd' }, '', ''],
    [{ Type: 'Number' }, '7', 7],
    [{ Type: 'Number', Default: '1.5' }, undefined, 1.5],
    [{ Type: 'Boolean' }, 'True', true],
    [{ Type: 'Boolean', Default: false }, undefined, false],
    [{ Type: 'CommaDelimitedList' }, 'a, b', ['a', 'b']],
    [{ Type: 'CommaDelimitedList', Default: '' }, undefined, []],
    [{ Type: 'Json' }, '{"a":[1]}', { a: [1] }],
    [{ Type: 'String', Default: null, MinLength: 3 }, undefined, null],
    [{ Type: 'String', Default: null, MinLength: 3 }, '', null],
    [{ Type: 'String', Default: null, MinLength: 3 }, 'abc', 'abc'],
    [{ Type: 'Number', Default: null }, undefined, null],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'abc', 'abc'],
    [{ Type: 'Number', AllowedValues: [1, 2] }, '2', 2],
    [{ Type: 'CommaDelimitedList', AllowedValues: ['a', 'b'] }, 'a,b', ['a', 'b']],
  ])('%j with %j is %j', async (definition, given, expected) => {
    expect(await echoOf(definition, given)).toEqual(expected);
  });

  it.each<[Definition, string, RegExp]>([
    [{ Type: 'Number' }, 'x', /its value should be a number/],
    [{ Type: 'Number' }, '', /its value should be a number/],
    [{ Type: 'Boolean' }, 'maybe', /should be true or false/],
    [{ Type: 'Json' }, 'text', /should be JSON of a map or a list/],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', /should be one of a, b/],
    [{ Type: 'CommaDelimitedList', AllowedValues: ['a'] }, 'a,c', /should be one of a/],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'abc1', /should match \[a-z\]\+/],
    [{ Type: 'String', MinLength: 2 }, 'a', /length should be at least 2/],
    [{ Type: 'String', MaxLength: '2' }, 'abc', /length should be at most 2/],
    [{ Type: 'Number', MinValue: 2 }, '1', /should be at least 2/],
    [{ Type: 'Number', MaxValue: 2 }, '3', /should be at most 2/],
    [{ Type: 'String', MinLength: 2, ConstraintDescription: { en: 'two letters' } }, 'a', /\(\{"en":"two letters"\}\)/],
  ])('%j refuses %j', async (definition, given, reason) => {
    const error = await refusal(echoOf(definition, given));
    expect(error).toMatch(/^400 StackValidationFailed: Parameter 'P' is invalid/);
    expect(error).toMatch(reason);
  });

  it('is refused without repeating it, since it may be a secret (P11)', async () => {
    const error = await refusal(echoOf({ Type: 'String', NoEcho: true, AllowedPattern: '[a-z]+' }, 'SECRET-1'));
    expect(error).not.toContain('SECRET');
  });

  it('must be known to the template, and given where there is no default', async () => {
    const { call } = harness();
    const one = template({}, { Parameters: { P: { Type: 'String' } } });
    const create = (given: Record<string, string>) =>
      call('CreateStack', { StackName: 'demo', TemplateBody: body(one), ...parameters(given) });
    expect(await refusal(create({ P: 'x', Q: 'y' }))).toBe(
      '400 UnknownUserParameter: The Parameter (Q) was not defined in template.',
    );
    expect(await refusal(create({}))).toBe('400 UserParameterMissing: The Parameter P was not provided.');
  });
});

describe('what GetStack shows of parameters', () => {
  it('has asterisks for NoEcho, the given text of the others, and the pseudo parameters', async () => {
    const { create, stack, product } = harness();
    const id = await create(
      template(
        { A: thing({ Name: { Ref: 'Secret' } }) },
        {
          Parameters: {
            Secret: { Type: 'String', NoEcho: true },
            List: { Type: 'CommaDelimitedList', Default: 'a,b' },
          },
        },
      ),
      parameters({ Secret: 'hunter2' }),
    );
    const shown = await stack(id);
    expect(shown.Parameters).toEqual([
      { ParameterKey: 'Secret', ParameterValue: '******' },
      { ParameterKey: 'List', ParameterValue: '["a","b"]' },
      { ParameterKey: 'ALIYUN::StackName', ParameterValue: 'demo' },
      { ParameterKey: 'ALIYUN::StackId', ParameterValue: id },
      { ParameterKey: 'ALIYUN::Region', ParameterValue: 'cn-shanghai' },
      { ParameterKey: 'ALIYUN::AccountId', ParameterValue: '1234567890123456' },
      { ParameterKey: 'ALIYUN::TenantId', ParameterValue: '1234567890123456' },
      { ParameterKey: 'ALIYUN::ResourceGroupId', ParameterValue: '' },
      { ParameterKey: 'ALIYUN::NoValue', ParameterValue: 'None' },
    ]);
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    expect(product.calls[0]?.properties.Name).toBe('hunter2');
  });

  it('lets templates read the pseudo parameters', async () => {
    const { create, outputs } = harness();
    const names = ['StackName', 'StackId', 'Region', 'AccountId', 'TenantId', 'ResourceGroupId'];
    const id = await create(
      template({}, { Outputs: Object.fromEntries(names.map((name) => [name, { Value: { Ref: `ALIYUN::${name}` } }])) }),
      { ResourceGroupId: 'rg-1' },
    );
    expect(await outputs(id)).toEqual({
      StackName: 'demo',
      StackId: id,
      Region: 'cn-shanghai',
      AccountId: '1234567890123456',
      TenantId: '1234567890123456',
      ResourceGroupId: 'rg-1',
    });
  });
});
