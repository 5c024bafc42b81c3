import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { openLiveView } from '../../../cli/progress/live.ts';
import type { Paint } from '../../../cli/progress/render.ts';
import { ProgressTree } from '../../../cli/progress/tree.ts';
import { event } from '../stack/fake-stacks.ts';

const plain: Paint = (_, text) => text;
const types = new Map([
  ['Rooms', 'ALIYUN::OTS::Table'],
  ['Code', 'ALIYUN::FC3::Function'],
  ['Ingest', 'Custom::LiveDomain'],
]);

/** A terminal that shows what was written to it. */
function openScreen() {
  const terminal = new xterm.Terminal({ cols: 60, rows: 20, allowProposedApi: true, convertEol: true });
  const stream = { isTTY: true, columns: 60, rows: 20, write: (text: string) => terminal.write(text) };
  const read = async (): Promise<string> => {
    await new Promise<void>((resolve) => {
      terminal.write('', resolve);
    });
    const lines = Array.from({ length: 20 }, (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true));
    return lines.join('\n').trimEnd();
  };
  return { stream: stream as unknown as NodeJS.WriteStream, read };
}

describe('the drawing of an operation on a terminal', () => {
  it('stays whole when lines come and go in its middle within one second, and what follows stands below', async () => {
    const { stream, read } = openScreen();
    const tree = new ProgressTree({ stackName: 's', types, durations: undefined }, 0);
    const view = openLiveView({ title: 'app-test', tree, stream, paint: plain, now: () => 0 });
    const shown = [
      event('Code', 'CREATE_IN_PROGRESS', '', 'ALIYUN::FC3::Function'),
      event('Rooms', 'CREATE_IN_PROGRESS'),
    ];
    for (const each of shown) {
      view.event(each);
      view.above(`begun: ${each.logicalId}`);
    }
    view.event(event('Code', 'CREATE_COMPLETE', '', 'ALIYUN::FC3::Function'));
    view.end();
    stream.write('Stack created\n');
    expect(await read()).toBe(
      [
        'begun: Code',
        'begun: Rooms',
        'app-test  ████████░░░░░░░░░░░░░░░░  1/3  0:00 of about 3:12',
        '├─ ⠋ Database 0/1',
        '│   └─ ⠋ Rooms 0:00 of about 0:02',
        '├─ ✓ Functions 1/1',
        '└─ · Live 0/1',
        'Stack created',
      ].join('\n'),
    );
  });
});
