/** The style sheet of the console: light and dark, from phone width up. */
import { FRAME } from './style/frame.ts';
import { PARTS } from './style/parts.ts';
import { TABLES } from './style/tables.ts';
import { TOKENS } from './style/tokens.ts';

export const STYLE = [TOKENS, FRAME, PARTS, TABLES].join('\n');
