/** `live-stack synth`: the template of one stage, or of all. */
import { type Declare, examples, type SharedOptions } from './declare.ts';

interface Options extends SharedOptions {
  readonly stage?: string;
  readonly out: string;
}

export const declareSynth: Declare = (program, act) => {
  program
    .command('synth')
    .description('write the ROS template of each stage to <out>/<stage>.template.json; needs no account')
    .option('--stage <name>', 'one stage (default: all)')
    .option('--out <dir>', 'where to write', 'out')
    .addHelpText('after', examples(['live-stack synth --out dist/templates', 'every stage, for a build server']))
    .action(
      act<Options>(async (options, { terminal }) => {
        const { synthStages } = await import('../stack/synth-stages.ts');
        const templates = await synthStages(options);
        const lines = templates.map(({ file, bytes, sha256 }) => `${file}  ${bytes} bytes  sha256 ${sha256}`);
        terminal.result(lines.join('\n'), { templates });
      }),
    );
};
