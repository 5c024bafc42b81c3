/** The script of the page, as text. Its parts are ordinary checked functions that use nothing but what they are given. */
import { morphing } from './morph.ts';
import { refreshing } from './refresh.ts';

export function pageScript(): string {
  return `'use strict';\n(${String(refreshing)})(window, (${String(morphing)})(document));\n`;
}
