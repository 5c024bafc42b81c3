/** A page in which the vendor's scripts can be "loaded": what they put on it is given here. */
import { vi } from 'vitest';

/** @returns the addresses that were loaded, in order */
export function stubScripts(globals: Readonly<Record<string, unknown>>, isReachable = () => true): string[] {
  const loaded: string[] = [];
  const script = { src: '', onload: () => undefined, onerror: () => undefined, remove: () => undefined };
  vi.stubGlobal('document', {
    hidden: false,
    createElement: (name: string) => (name === 'script' ? { ...script } : undefined),
    head: {
      append: (element: typeof script) => {
        loaded.push(element.src);
        queueMicrotask(isReachable() ? element.onload : element.onerror);
      },
    },
  });
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  return loaded;
}
