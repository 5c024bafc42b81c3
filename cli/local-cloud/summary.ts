/** What `start` prints when everything runs: the addresses, who can log in, and first requests where anybody can. */
import type { Stage } from '../../cdk/config/schema.ts';
import type { LocalOutputs } from '../outputs-file.ts';

const LOG_IN: Readonly<Record<Stage['authentication']['mode'], string>> = {
  demo: 'alice, password alice (stage "local" lets anybody in whose password is the user name)',
  password: 'whom you add: live-stack users add <name> --stage local',
  jwks: 'a user of your identity provider',
};

interface Started {
  readonly outputs: LocalOutputs;
  /** Where the outputs are. */
  readonly file: string;
  readonly pages: string;
  /** The page of the channel that is live already. */
  readonly demo: string | undefined;
}

export function summary({ authentication }: Pick<Stage, 'authentication'>, started: Started): string {
  const { outputs, file, pages, demo } = started;
  const url = String(outputs.AppServerUrl);
  return [
    '',
    'The stack is up. Everything runs on this machine; Ctrl-C stops it.',
    '',
    `  Streamer        ${pages}/streamer/`,
    `  Viewer          ${pages}/viewer/`,
    ...(demo === undefined ? [] : [`  Live now        ${demo}`]),
    `  OBS, ffmpeg     ${outputs.IngestOrigin}/live  (the key is on the streamer's page)`,
    `  AppServer       ${url}`,
    `  Cloud, console  ${outputs.CloudEndpoint}`,
    `  Log in as       ${LOG_IN[authentication.mode]}`,
    `  Outputs         ${file}`,
    '',
    ...(authentication.mode === 'demo' ? firstRequests(url) : []),
  ].join('\n');
}

/** The end of what is printed: a log-in that works with no user added. */
function firstRequests(url: string): string[] {
  const json = "-H 'content-type: application/json'";
  return [
    'Try it in another terminal: log in, and create a live channel',
    `  TOKEN=$(curl -s ${url}/api/v1/live/login ${json} -d '{"username":"alice","password":"alice"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
    `  curl -s ${url}/api/v2/live/create ${json} -H "authorization: Bearer $TOKEN" -d '{"title":"Hello","anchor":"alice","im_server":["aliyun_new"]}'`,
    '',
  ];
}
