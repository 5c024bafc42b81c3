/** `live-stack open`: the addresses of a deployed stage, in the browser where there is one. */
import { type Declare, endpointOption, examples, type StageOptions, stageOption } from './declare.ts';

interface Options extends StageOptions {
  readonly print: boolean;
}

export const declareOpen: Declare = (program, act) => {
  program
    .command('open')
    .description('open the AppServer, the stack, the functions, the logs or the Live console of a stage')
    .argument('[what]', 'app, stack, functions, logs or live (default: list them all)')
    .addOption(stageOption())
    .addOption(endpointOption())
    .option('--print', 'print the address and open nothing', false)
    .addHelpText('after', examples(['live-stack open stack --stage test', 'the stack in the console']))
    .action(
      act<Options>(async (options, { terminal, canAsk }, what?: string) => {
        const { linksOf, linkOf, openInBrowser } = await import('../open/links.ts');
        const links = await linksOf(options);
        if (what === undefined) {
          const lines = Object.entries(links).map(([name, url]) => `${name.padEnd(10)} ${url}`);
          terminal.result(lines.join('\n'), links);
          return;
        }
        const url = linkOf(links, what);
        terminal.result(url, { [what]: url });
        if (canAsk && !options.print) openInBrowser(url);
      }),
    );
};
