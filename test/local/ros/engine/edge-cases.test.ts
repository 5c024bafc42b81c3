import { describe, expect, it } from 'vitest';
import { body, harness, parameters, refusal, template, thing } from '../harness.ts';

describe('names that JavaScript knows too', () => {
  it('are logical ids, parameters and keys like others', async () => {
    const { create, update, remove, product, outputs, status } = harness();
    const odd = template(
      {
        constructor: thing({ Name: { Ref: 'toString' } }),
        hasOwnProperty: thing({ Name: { 'Fn::FindInMap': ['M', 'valueOf', 'x'] } }, { DependsOn: 'constructor' }),
      },
      {
        Parameters: { toString: { Type: 'String', Default: 'a' } },
        Mappings: { M: { valueOf: { x: 'mapped' } } },
        Outputs: { valueOf: { Value: { 'Fn::GetAtt': ['constructor', 'Name'] } } },
      },
    );
    const id = await create(odd);
    expect(await outputs(id)).toEqual({ valueOf: 'a' });
    expect(product.calls.map(({ properties }) => properties.Name)).toEqual(['a', 'mapped']);
    await update(id, odd, parameters({ toString: 'b' }));
    expect(await status(id)).toBe('UPDATE_COMPLETE');
    await remove(id);
    expect(product.existing.size).toBe(0);
  });

  it('are not found where nobody defined them', async () => {
    const { call, create } = harness();
    const validate = (value: Parameters<typeof thing>[0]) =>
      call('ValidateTemplate', { TemplateBody: body(template({ A: thing(value) })) });
    expect(await refusal(validate({ Name: { Ref: 'constructor' } }))).toMatch(/InvalidTemplateReference/);
    expect(await refusal(validate({ Name: { 'Fn::If': ['toString', 'a', 'b'] } }))).toMatch(/InvalidTemplateReference/);
    expect(await refusal(validate({ constructor: 'x' }))).toMatch(/Unknown Property constructor/);
    const StackId = await create(template({ A: thing() }));
    expect(await refusal(call('DeleteStack', { StackId, RetainResources: ['constructor'] }))).toMatch(
      /ResourceNotFound/,
    );
    expect(await refusal(call('GetStackResource', { StackId, LogicalResourceId: 'toString' }))).toMatch(
      /ResourceNotFound/,
    );
    const bad = '{"ROSTemplateFormatVersion":"2015-09-01","Resources":{"__proto__":{"Type":"ALIYUN::FAKE::Thing"}}}';
    expect(await refusal(call('ValidateTemplate', { TemplateBody: bad }))).toMatch(
      /InvalidSchema: Resources\.__proto__/,
    );
  });
});

describe('secrets', () => {
  it('are not in answers, events or logs when they are NoEcho parameters or outputs (P11)', async () => {
    const { create, call, logs, product, outputs } = harness();
    product.fail('update', 'A');
    const secret = template(
      { A: thing({ Name: { Ref: 'Key' } }) },
      {
        Parameters: { Key: { Type: 'String', NoEcho: true } },
        Outputs: { Key: { Value: { Ref: 'Key' }, NoEcho: true }, Name: { Value: { Ref: 'A' } } },
      },
    );
    const StackId = await create(secret, parameters({ Key: 'hunter2' }));
    expect(await outputs(StackId)).toEqual({ Key: '******', Name: 'A-1' });
    const answers = [
      await call('GetStack', { StackId }),
      await call('ListStackEvents', { StackId }),
      await call('ListStackResources', { StackId }),
      await call('GetTemplate', { StackId }),
      await call('PreviewStack', { StackId, TemplateBody: body(secret), ...parameters({ Key: 'hunter3' }) }),
    ];
    expect(JSON.stringify([answers, logs])).not.toMatch(/hunter[23]/);
    expect(product.calls[0]?.properties.Name).toBe('hunter2');
  });
});

describe('ValidateTemplate', () => {
  it('checks what does not depend on parameters without a value, and takes the rest to be right', async () => {
    const { call } = harness();
    const conditional = (size: string) =>
      template(
        { A: thing({ Size: size, Name: { Ref: 'P' } }, { Condition: 'C', DeletionPolicy: { Ref: 'P' } }) },
        { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } },
      );
    expect(await call('ValidateTemplate', { TemplateBody: body(conditional('1')) })).toHaveProperty('Parameters');
    expect(await refusal(call('ValidateTemplate', { TemplateBody: body(conditional('one')) }))).toMatch(
      /Size: Value must be a number/,
    );
  });

  it('reads the policy of a resource from its parameter when there is a value', async () => {
    const { call } = harness();
    const wrong = template(
      { A: thing({}, { DeletionPolicy: { Ref: 'P' } }) },
      { Parameters: { P: { Type: 'String', Default: 'Snapshot' } } },
    );
    expect(await refusal(call('ValidateTemplate', { TemplateBody: body(wrong) }))).toMatch(
      /DeletionPolicy "Snapshot" should be Delete or Retain/,
    );
  });
});

describe('an empty template', () => {
  it('is created, updated with its first resource and deleted', async () => {
    const { create, update, remove, status, product } = harness();
    const id = await create(template({}));
    expect(await status(id)).toBe('CREATE_COMPLETE');
    await update(id, template({ A: thing() }));
    expect(product.existing.size).toBe(1);
    await update(id, { ROSTemplateFormatVersion: '2015-09-01' });
    expect(product.existing.size).toBe(0);
    await remove(id);
    expect(await status(id)).toBe('DELETE_COMPLETE');
  });
});

describe('many stacks', () => {
  it('run at the same time and keep apart', async () => {
    const { call, ros, product, events } = harness();
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const created = await call('CreateStack', {
          StackName: `s${n}`,
          TemplateBody: body(template({ A: thing({ Size: n }) })),
        });
        return String(created.StackId);
      }),
    );
    await ros.idle();
    expect(product.existing.size).toBe(20);
    expect(product.mostAtOnce).toBe(20);
    for (const id of ids) expect(await events(id)).toHaveLength(4);
  });
});
