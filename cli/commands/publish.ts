/** `live-stack publish`: files for deployments with one click, without a clone of the project. */
import { Option } from 'commander';
import type { Site } from '../../cdk/publish.ts';
import { type Declare, examples, type SharedOptions } from './declare.ts';

interface Options extends SharedOptions {
  readonly url: string;
  readonly out: string;
  readonly site: Site;
}

export const declarePublish: Declare = (program, act) => {
  program
    .command('publish')
    .description('write templates and a launch page for one-click deployments from the ROS console')
    .requiredOption('--url <url>', 'where the files will be readable by anybody (https); required')
    .option('--out <dir>', 'where to write', 'dist/publish')
    .addOption(
      new Option('--site <site>', 'whose console').choices(['aliyun.com', 'alibabacloud.com']).default('aliyun.com'),
    )
    .addHelpText(
      'after',
      examples(['live-stack publish --url https://files.example.com/live', 'then upload dist/publish to that place']),
    )
    .action(
      act<Options>(async (options, { terminal }) => {
        const { publishStages } = await import('../stack/publish-stages.ts');
        const publication = await publishStages(options);
        const links = publication.launches.map(({ stage, consoleUrl }) => `  ${stage}: ${consoleUrl}`);
        const text = [`Wrote ${options.out}; upload it to ${options.url}`, ...links, '', publication.badge].join('\n');
        terminal.result(text, publication);
      }),
    );
};
