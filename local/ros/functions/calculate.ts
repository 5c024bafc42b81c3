/** Fn::Calculate: an expression of numbers with + - * / % ** and brackets; `{0}` is the first of the given numbers. */
import { anyList, eager, FunctionError, listOf, numberArgument, textArgument } from './function.ts';
import { round } from './numbers.ts';

/** With whole numbers alone `/` is whole-number division, as the documented examples show; ndigits is for the rest. */
export const calculate = eager((argument) => {
  const [text, digits, values] = listOf(argument, '[expression, ndigits, numbers]', 2, 3);
  const given =
    values === undefined ? [] : anyList(values, 'the third item').map((value) => numberArgument(value, 'each number'));
  const expression = textArgument(text, 'the expression').replace(/\{(\d+)\}/g, (_, place: string) => {
    const value = given[Number(place)];
    if (value === undefined) throw new FunctionError(`has no number for {${place}}`);
    return value < 0 ? `(${value})` : String(value);
  });
  const isWhole = !/\d\.|\.\d/.test(expression);
  const result = new Calculation(expression, isWhole).value();
  return isWhole ? result : round(result, digits);
});

/** A recursive-descent reader: sum → product → sign → power → number or brackets. */
class Calculation {
  private readonly tokens: string[];
  private readonly isWhole: boolean;
  private position = 0;

  constructor(expression: string, isWhole: boolean) {
    if (!/^[\d\s.+\-*/%()]+$/.test(expression)) throw new FunctionError(`cannot calculate "${expression}"`);
    this.tokens = expression.match(/\d+(?:\.\d+)?|\.\d+|\*\*|\/\/|[+\-*/%()]/g) ?? [];
    this.isWhole = isWhole;
  }

  value(): number {
    const result = this.sum();
    if (this.position < this.tokens.length) throw this.unexpected();
    if (!Number.isFinite(result)) throw new FunctionError('divides by zero');
    return result;
  }

  private sum(): number {
    let result = this.product();
    for (let sign = this.take('+', '-'); sign; sign = this.take('+', '-')) {
      result += sign === '+' ? this.product() : -this.product();
    }
    return result;
  }

  private product(): number {
    let result = this.signed();
    for (let sign = this.take('*', '/', '//', '%'); sign; sign = this.take('*', '/', '//', '%')) {
      result = this.combine(sign, result, this.signed());
    }
    return result;
  }

  private combine(sign: string, left: number, right: number): number {
    if (sign === '*') return left * right;
    if (sign === '%') return left - Math.floor(left / right) * right;
    return sign === '//' || this.isWhole ? Math.floor(left / right) : left / right;
  }

  private signed(): number {
    const sign = this.take('+', '-');
    if (sign) return sign === '-' ? -this.signed() : this.signed();
    return this.power();
  }

  private power(): number {
    const base = this.operand();
    return this.take('**') ? base ** this.signed() : base;
  }

  private operand(): number {
    if (this.take('(')) {
      const result = this.sum();
      if (!this.take(')')) throw this.unexpected();
      return result;
    }
    const token = this.tokens[this.position];
    if (token === undefined || !/[\d.]/.test(token)) throw this.unexpected();
    this.position += 1;
    return Number(token);
  }

  private take(...tokens: string[]): string | undefined {
    const token = this.tokens[this.position];
    if (token === undefined || !tokens.includes(token)) return undefined;
    this.position += 1;
    return token;
  }

  private unexpected(): FunctionError {
    const token = this.tokens[this.position];
    return new FunctionError(
      token === undefined ? 'has an expression that ends too early' : `did not expect "${token}"`,
    );
  }
}
