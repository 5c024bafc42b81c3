import { describe, expect, it } from 'vitest';
import { clock, type Paint, renderTree } from '../../../cli/progress/render.ts';
import { ProgressTree } from '../../../cli/progress/tree.ts';
import { event } from '../stack/fake-stacks.ts';

const plain: Paint = (_, text) => text;
const types = new Map([
  ['Rooms', 'ALIYUN::OTS::Table'],
  ['Users', 'ALIYUN::OTS::Table'],
  ['Ingest', 'Custom::LiveDomain'],
]);
const draw = (tree: ProgressTree, now: number, rows = 24) =>
  renderTree('app-test', tree.view(), now, plain, { rows, columns: 60 });

describe('the tree of an operation', () => {
  it('folds what waits and what is done, and unfolds what happens', () => {
    const tree = new ProgressTree({ stackName: 's', types, durations: undefined }, 0);
    tree.apply(event('Rooms', 'CREATE_IN_PROGRESS'), 0);
    tree.apply(event('Rooms', 'CREATE_COMPLETE'), 1_000);
    tree.apply(event('Users', 'CREATE_IN_PROGRESS'), 1_000);
    const text = draw(tree, 3_000);
    expect(text).toMatch(/^app-test {2}█{8}░{16} {2}1\/3 {2}0:03 of about 3:02/);
    expect(text).toMatch(/Database 1\/2\n.*└─ . Users 0:02 of about 0:02/);
    expect(text).toMatch(/· Live 0\/1/);
    expect(text).not.toMatch(/Rooms|Ingest/);
  });

  it('shows a failure with its reason', () => {
    const tree = new ProgressTree({ stackName: 's', types, durations: undefined }, 0);
    tree.apply(event('Ingest', 'CREATE_FAILED', 'no ICP filing', 'Custom::LiveDomain'), 5_000);
    expect(draw(tree, 5_000)).toMatch(/✗ Live 0\/1\n.*✗ Ingest.*\n.*no ICP filing/);
  });

  it('shows a rollback as such: what was made goes again, what failed stays in view', () => {
    const tree = new ProgressTree({ stackName: 's', types, durations: undefined }, 0);
    tree.apply(event('Rooms', 'CREATE_COMPLETE'), 1_000);
    tree.apply(event('Ingest', 'CREATE_FAILED', 'no ICP filing', 'Custom::LiveDomain'), 2_000);
    tree.apply(event('s', 'CREATE_ROLLBACK_IN_PROGRESS', '', 'ALIYUN::ROS::Stack'), 2_000);
    tree.apply(event('Rooms', 'DELETE_COMPLETE'), 3_000);
    tree.apply(event('Ingest', 'DELETE_COMPLETE', '', 'Custom::LiveDomain'), 3_000);
    const text = draw(tree, 3_000);
    expect(text).toMatch(/^app-test rolls back .* 0\/3 /);
    expect(text).toMatch(/✗ Ingest.*\n.*no ICP filing/);
  });

  it('breaks a long reason at words, below each other', () => {
    const tree = new ProgressTree({ stackName: 's', types, durations: undefined }, 0);
    const reason = 'the account has one callback only, and another stack has set it to its own address already';
    tree.apply(event('Rooms', 'CREATE_FAILED', reason), 0);
    const lines = draw(tree, 0)
      .split('\n')
      .filter((line) => /^│ {7}/.test(line));
    expect(lines.map((line) => line.slice(1).trim()).join(' ')).toBe(reason);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
  });

  it('of a deletion counts what is gone as done', () => {
    const tree = new ProgressTree({ stackName: 's', types, durations: undefined, isDeletion: true }, 0);
    tree.apply(event('Rooms', 'DELETE_COMPLETE'), 1_000);
    expect(draw(tree, 1_000)).toMatch(/^app-test .* 1\/3 /);
  });

  it('drops at a good end what a condition left out', () => {
    const tree = new ProgressTree({ stackName: 's', types, durations: undefined }, 0);
    for (const id of ['Rooms', 'Users']) tree.apply(event(id, 'CREATE_COMPLETE'), 1_000);
    tree.settle();
    expect(draw(tree, 1_000)).toMatch(/^app-test .* 2\/2 /);
    expect(draw(tree, 1_000)).not.toContain('Live');
  });

  it('expects what was measured the last time', () => {
    const durations = { total: 61_000, resources: { Rooms: 4_000 } };
    const tree = new ProgressTree({ stackName: 's', types, durations }, 0);
    tree.apply(event('Rooms', 'CREATE_IN_PROGRESS'), 0);
    expect(draw(tree, 1_000)).toMatch(/0:01 of about 1:01.*Rooms 0:01 of about 0:04/s);
    tree.apply(event('Rooms', 'CREATE_COMPLETE'), 2_500);
    expect(tree.measured(3_000)).toEqual({ total: 3_000, resources: { Rooms: 2_500 } });
  });

  it('fits the terminal', () => {
    const many = new Map(Array.from({ length: 40 }, (_, index) => [`T${index}`, 'ALIYUN::OTS::Table']));
    const tree = new ProgressTree({ stackName: 's', types: many, durations: undefined }, 0);
    for (const id of many.keys()) tree.apply(event(id, 'CREATE_IN_PROGRESS'), 0);
    const lines = draw(tree, 0, 10).split('\n');
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(lines.at(-1)).toMatch(/… \d+ more/);
  });

  it.each([
    [0, '0:00'],
    [59_600, '1:00'],
    [3_605_000, '60:05'],
  ])('%d ms are %s', (ms, text) => {
    expect(clock(ms)).toBe(text);
  });
});
