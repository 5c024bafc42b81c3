/** The built command at a real pseudo-terminal, and what a person would see there: text, colours, cursor. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';
import type { CliKit } from './cli-kit.ts';

const COMMAND = fileURLToPath(new URL('../../dist/live-stack.js', import.meta.url));
const COLUMNS = 100;
const ROWS = 40;

export interface PseudoTerminal {
  /** What stands on the screen once the text is there. Rejects with the screen when the command ends without it. */
  shows(text: string): Promise<string>;
  /** Keys as a terminal sends them; `\r` is Enter, `\u0003` Ctrl-C. */
  type(keys: string): void;
  /** Colour of the first place on the screen with this text: a number of the palette, undefined for the default. */
  colorOf(text: string): number | undefined;
  /** Whether the cursor was left visible. */
  hasCursor(): boolean;
  /** The last screen and the exit code. */
  readonly ended: Promise<{ readonly code: number | null; readonly screen: string }>;
}

/** `script` of util-linux gives a pseudo-terminal without native modules: every Debian has it. */
export function openPseudoTerminal(
  { directory, env }: Pick<CliKit, 'directory' | 'env'>,
  ...args: string[]
): PseudoTerminal {
  const words = [process.execPath, COMMAND, ...args].map((word) => `'${word}'`).join(' ');
  const command = `stty cols ${COLUMNS} rows ${ROWS} && exec ${words}`;
  const child = spawn('script', ['--quiet', '--return', '--flush', '--command', command, '/dev/null'], {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      TERM: 'xterm-256color',
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
      ...env,
    },
    stdio: 'pipe',
  });
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, scrollback: 10_000, allowProposedApi: true });
  const waiting = new Set<() => void>();
  let raw = '';
  child.stdout.on('data', (chunk: Buffer) => {
    raw += chunk.toString('latin1');
    terminal.write(chunk, () => {
      for (const look of waiting) look();
    });
  });
  const lines = (): string[] => {
    const { active } = terminal.buffer;
    return Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
  };
  const screen = (): string => lines().join('\n').trimEnd();
  const failed = once(child, 'error').then(([error]: Error[]): never => {
    throw new Error(`this test needs a pseudo-terminal from the command "script" of util-linux: ${error?.message}`);
  });
  const closed = once(child, 'close').then(async ([code]) => {
    await new Promise<void>((resolve) => {
      terminal.write('', resolve);
    });
    return { code: code as number | null, screen: screen() };
  });
  return {
    shows: (text) => {
      const found = new Promise<string>((resolve) => {
        const look = (): void => {
          if (!screen().includes(text)) return;
          waiting.delete(look);
          resolve(screen());
        };
        waiting.add(look);
        look();
      });
      const never = closed.then((last) => {
        if (last.screen.includes(text)) return last.screen;
        throw new Error(`it ended with ${last.code} without "${text}":\n${last.screen}`);
      });
      return Promise.race([found, never, failed]);
    },
    type: (keys) => child.stdin.write(keys),
    colorOf: (text) => {
      const row = lines().findIndex((line) => line.includes(text));
      const cell = terminal.buffer.active.getLine(row)?.getCell(lines()[row]?.indexOf(text) ?? 0);
      return cell?.isFgPalette() ? cell.getFgColor() : undefined;
    },
    hasCursor: () => raw.lastIndexOf('\u001b[?25h') >= raw.lastIndexOf('\u001b[?25l'),
    ended: Promise.race([closed, failed]),
  };
}
