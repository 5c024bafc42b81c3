/** Whether this Node.js can run the command line. */
import { type Check, ok } from '../check.ts';

const OLDEST = [20, 19] as const;

export const nodeVersion: Check = {
  id: 'node-version',
  title: 'Node.js',
  isPreflight: false,
  needsCloud: false,
  run: async ({ nodeVersion: version }) => {
    const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return [ok(`Node.js ${version}.`)];
    return [
      {
        verdict: 'problem',
        says: `Node.js ${version} is older than ${OLDEST.join('.')}.`,
        mend: 'Install a newer one.',
        link: 'https://nodejs.org/',
      },
    ];
  },
};
