/** Functions on text: Fn::Join, Split, Replace, Str, Indent, Base64Encode, Base64Decode, MatchPattern. */
import { textOf } from '../json.ts';
import { anyList, anyMap, eager, FunctionError, integerArgument, listOf, NO_VALUE, textArgument } from './function.ts';

export const join = eager((argument) => {
  const [delimiter, items] = listOf(argument, '[delimiter, list]', 2);
  const parts = anyList(items, 'the second item').filter((item) => item !== NO_VALUE);
  return parts.map(textOf).join(textArgument(delimiter, 'the delimiter'));
});

export const split = eager((argument) => {
  const [delimiter, text] = listOf(argument, '[delimiter, text]', 2);
  const by = textArgument(delimiter, 'the delimiter');
  if (by === '') throw new FunctionError('expects a delimiter that is not empty');
  return textArgument(text, 'the text').split(by);
});

/** Pairs are applied in the order in which they are written. */
export const replace = eager((argument) => {
  const [pairs, text] = listOf(argument, '[{old: new, …}, text]', 2);
  return Object.entries(anyMap(pairs, 'the first item')).reduce(
    (result, [from, to]) => (from === '' ? result : result.replaceAll(from, textOf(to))),
    textArgument(text, 'the text'),
  );
});

export const str = eager((argument) => textArgument(argument, 'its argument'));

/** Each line is moved right by `level × size` spaces, the first one too. */
export const indent = eager((argument) => {
  const [text, level, size] = listOf(argument, '[text, level, size]', 2, 3);
  const spaces =
    integerArgument(level, 'the level', 0, 20) * (size === undefined ? 2 : integerArgument(size, 'the size', 0, 4));
  return textArgument(text, 'the text').replace(/^(?=.)/gm, ' '.repeat(spaces));
});

export const base64Encode = eager((argument) => Buffer.from(textArgument(argument, 'its argument')).toString('base64'));

export const base64Decode = eager((argument) => {
  const text = textArgument(argument, 'its argument');
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) throw new FunctionError('expects Base64 text');
  return Buffer.from(text, 'base64').toString('utf8');
});

/** Whether the pattern matches from the start of the text. UNCERTAIN: from the start or anywhere. */
export const matchPattern = eager((argument) => {
  const [pattern, text] = listOf(argument, '[pattern, text]', 2);
  const source = textArgument(pattern, 'the pattern');
  try {
    return new RegExp(`^(?:${source})`, 'su').test(textArgument(text, 'the text'));
  } catch (error) {
    throw new FunctionError(`expects a regular expression: ${(error as Error).message}`);
  }
});
