/** Fn::Cidr: cuts an IPv4 block into smaller blocks. */
import { eager, FunctionError, integerArgument, listOf, textArgument } from './function.ts';

/** `[block, count, cidrBits]`: `cidrBits` is the number of host bits, so 8 gives blocks with a /24 mask. */
export const cidr = eager((argument) => {
  const [block, count, bits] = listOf(argument, '[block, count, cidrBits]', 2, 3);
  const { address, mask } = parseBlock(textArgument(block, 'the block'));
  const hostBits = bits === undefined ? 8 : integerArgument(bits, 'cidrBits', 1, 32);
  const blocks = integerArgument(count, 'the count', 1, 256);
  const size = 2 ** hostBits;
  if (blocks * size > 2 ** (32 - mask))
    throw new FunctionError(`cannot cut ${blocks} blocks of /${32 - hostBits} out of /${mask}`);
  return Array.from({ length: blocks }, (_, place) => `${dotted(address + place * size)}/${32 - hostBits}`);
});

function parseBlock(text: string): { address: number; mask: number } {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const numbers = match?.slice(1).map(Number) ?? [];
  const mask = numbers[4] ?? 33;
  if (mask > 32 || numbers.slice(0, 4).some((byte) => byte > 255)) {
    throw new FunctionError(`expects an IPv4 block such as 10.0.0.0/16, it has "${text}"`);
  }
  const address = numbers.slice(0, 4).reduce((value, byte) => value * 256 + byte, 0);
  return { address: address - (address % 2 ** (32 - mask)), mask };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
