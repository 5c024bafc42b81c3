/** `live-stack init`: a new `ros.json`, by a few questions or flags. */
import { Option } from 'commander';
import type { Region } from '../init/init.ts';
import { type Declare, examples, type SharedOptions } from './declare.ts';

interface Options extends SharedOptions {
  readonly app?: string;
  readonly region?: Region;
  readonly ingest?: string;
  readonly streaming?: string;
  readonly dns?: 'manual' | 'alidns';
  readonly force: boolean;
}

export const declareInit: Declare = (program, act) => {
  program
    .command('init')
    .description('write a new ros.json; asks what no flag says')
    .option('--app <name>', 'first part of every stack name')
    .addOption(new Option('--region <id>', 'of the cloud stage').choices(['cn-shanghai', 'ap-southeast-1']))
    .option('--ingest <domain>', 'anchors push to it')
    .option('--streaming <domain>', 'viewers play from it')
    .addOption(new Option('--dns <who>', 'who adds the DNS records').choices(['manual', 'alidns']))
    .option('--force', 'overwrite an existing file', false)
    .addHelpText(
      'after',
      examples(['live-stack init --app my-live --region ap-southeast-1 --ingest in.my.org --streaming out.my.org', '']),
    )
    .action(
      act<Options>(async (options, { terminal, canAsk }) => {
        const { init } = await import('../init/init.ts');
        const made = await init(options, canAsk);
        const next = 'Next: "live-stack start" runs it here; "live-stack doctor --stage <name>" looks at your account.';
        terminal.result(`Wrote ${made.file} with the stages ${made.stages.join(', ')}.\n${next}`, made);
      }),
    );
};
