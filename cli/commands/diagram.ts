/** `live-stack diagram`: the architecture of a stage, drawn from its template. */
import { Option } from 'commander';
import { type Declare, examples, type SharedOptions, stageOption } from './declare.ts';

interface Options extends SharedOptions {
  readonly stage: string;
  readonly format: 'svg' | 'mermaid';
  readonly out?: string;
}

export const declareDiagram: Declare = (program, act) => {
  program
    .command('diagram')
    .description('draw the architecture of a stage from its template')
    .addOption(stageOption())
    .addOption(new Option('--format <format>', 'what to draw').choices(['svg', 'mermaid']).default('svg'))
    .option('--out <file>', 'write it there (default: print it)')
    .addHelpText(
      'after',
      examples(['live-stack diagram --stage prod --out docs/architecture.svg', 'the same every time']),
    )
    .action(
      act<Options>(async (options, { terminal }) => {
        const { diagram } = await import('../diagram/diagram.ts');
        const { architecture, text } = await diagram(options);
        const said = options.out === undefined ? text.trimEnd() : `Wrote ${options.out}`;
        terminal.result(
          said,
          options.out === undefined ? { ...architecture, text } : { ...architecture, file: options.out },
        );
      }),
    );
};
