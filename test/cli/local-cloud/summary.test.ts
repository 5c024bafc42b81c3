import { describe, expect, it } from 'vitest';
import { summary } from '../../../cli/local-cloud/summary.ts';

const started = {
  outputs: {
    CloudEndpoint: 'http://127.0.0.1:7300',
    AccessKeyId: 'id',
    AccessKeySecret: 'secret-of-the-account',
    AppServerUrl: 'http://127.0.0.1:7301',
  },
  file: '.local/outputs.json',
  pages: 'http://127.0.0.1:7303',
  demo: undefined,
};
const text = (mode: 'demo' | 'password' | 'jwks') =>
  summary({ authentication: { mode } as Parameters<typeof summary>[0]['authentication'] }, started);

describe('what `start` prints', () => {
  it('has a log-in to copy only where anybody may log in', () => {
    expect(text('demo')).toMatch(/Log in as +alice, password alice[\s\S]*TOKEN=\$\(curl -s http:\/\/127.0.0.1:7301/);
    expect(text('password')).toMatch(/Log in as +whom you add: live-stack users add <name> --stage local/);
    expect(text('jwks')).toMatch(/Log in as +a user of your identity provider/);
    for (const mode of ['password', 'jwks'] as const) expect(text(mode)).not.toMatch(/alice|curl/);
  });

  it('never has the key of the account', () => {
    expect(text('demo')).not.toContain('secret-of-the-account');
  });
});
