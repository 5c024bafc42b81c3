/** Writes log lines, all that come in one turn of the event loop at once: each write to a pipe is a call of the system. */

/** Characters after which the turn is not waited for. */
const LARGEST = 65_536;

export interface LineWriter {
  /** One line without its line break. */
  write(line: string): void;
  /** Writes what is waiting: before the process ends. */
  flush(): void;
}

/**
 * @param out takes text
 * @param soon runs something in the next turn of the event loop
 */
export function lineWriter(
  out: (text: string) => void,
  soon: (work: () => void) => void = (work) => void setImmediate(work),
): LineWriter {
  let waiting = '';
  const flush = (): void => {
    if (waiting !== '') {
      const text = waiting;
      waiting = '';
      out(text);
    }
  };
  return {
    write: (line) => {
      if (waiting === '') {
        soon(flush);
      }
      waiting += `${line}\n`;
      if (waiting.length >= LARGEST) {
        flush();
      }
    },
    flush,
  };
}

/** Writes to the standard output, also what waits when the process ends. */
export function standardOutput(): (line: string) => void {
  const writer = lineWriter((text) => void process.stdout.write(text));
  process.once('exit', writer.flush);
  return writer.write;
}
