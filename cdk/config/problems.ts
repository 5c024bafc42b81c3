/** Turns the findings of the schema into problems that name the place, what was expected and the nearest known word. */
import * as z from 'zod';
import type { ConfigProblem } from './errors.ts';
import { REGION_REASON } from './fields.ts';
import { nearest } from './nearest.ts';
import { configSchema } from './schema.ts';

type Path = readonly PropertyKey[];

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly const?: unknown;
}

/** `stages.cn-shanghai.corsOrigins[0]` */
function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, '');
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );
}

function step(nodes: readonly Node[], part: PropertyKey): Node[] {
  return nodes.flatMap((node) => {
    const next = typeof part === 'number' ? node.items : node.properties?.[String(part)];
    if (next) return alternatives(next);
    return typeof node.additionalProperties === 'object' ? alternatives(node.additionalProperties) : [];
  });
}

function alternatives(node: Node): Node[] {
  return [node, ...(node.anyOf ?? []), ...(node.oneOf ?? [])];
}

/** The keys that the schema knows at a place; in a union those of the variant that `mode` selects. */
function knownKeys(path: Path, value: unknown): string[] {
  const root = z.toJSONSchema(configSchema, { io: 'input' }) as Node;
  const nodes = path.reduce<Node[]>((found, part) => step(found, part), alternatives(root));
  const mode = value !== null && typeof value === 'object' ? (value as Record<string, unknown>).mode : undefined;
  const fitting = nodes.filter(({ properties }) => !properties?.mode || properties.mode.const === mode);
  return [...new Set(fitting.flatMap(({ properties }) => Object.keys(properties ?? {})))];
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function hintFor(word: string, known: readonly string[]): Pick<ConfigProblem, 'hint'> {
  const guess = nearest(word, known);
  return guess === undefined ? {} : { hint: `did you mean "${guess}"?` };
}

/** Problems of one schema run. `prefix` is put before each path, `input` is what was parsed. */
export function problemsOf(error: z.ZodError, input: unknown, prefix: Path = []): ConfigProblem[] {
  return error.issues.flatMap((issue): ConfigProblem[] => {
    const at = [...prefix, ...issue.path];
    const value = valueAt(input, issue.path);
    switch (issue.code) {
      case 'unrecognized_keys': {
        const known = knownKeys(at, value);
        return issue.keys.map((key) => {
          const hint = hintFor(key, known);
          const expected = hint.hint ? {} : { hint: `known here: ${known.join(', ')}` };
          return { path: pathText([...at, key]), message: 'unknown key', ...hint, ...expected };
        });
      }
      case 'invalid_value': {
        const choices = issue.values.map(String);
        const message = `expected ${issue.values.map((choice) => JSON.stringify(choice)).join(' or ')}, got ${shown(value)}`;
        if (at.at(-1) === 'region' && typeof value === 'string') {
          return [{ path: pathText(at), message, hint: REGION_REASON }];
        }
        return [{ path: pathText(at), message, ...(typeof value === 'string' ? hintFor(value, choices) : {}) }];
      }
      case 'invalid_type':
        return [{ path: pathText(at), message: `expected ${article(issue.expected)}, got ${shown(value)}` }];
      case 'invalid_key':
        return [{ path: pathText(at), message: issue.issues[0]?.message ?? issue.message }];
      default:
        return [{ path: pathText(at), message: `${plain(issue.message)}, got ${shown(value)}` }];
    }
  });
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function plain(message: string): string {
  return message.replace(/^(Invalid|Too)/, (word) => word.toLowerCase());
}
