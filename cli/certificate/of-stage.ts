/** The certificate of a stage's own domain, from the files it names or from the environment of a pipeline. */
import { readFile } from 'node:fs/promises';
import type { Stage } from '../../cdk/config/schema.ts';
import type { CertificatePair } from '../../cdk/custom-domain-certificate.ts';
import { CliError } from '../errors.ts';
import { type SoundPair, soundPair, UnfitPair } from './pair.ts';

/** PEM texts; both together replace the files. */
export const CERTIFICATE_VARIABLE = 'LIVE_STACK_CUSTOM_DOMAIN_CERTIFICATE';
export const KEY_VARIABLE = 'LIVE_STACK_CUSTOM_DOMAIN_KEY';

/** Undefined: the stage has no domain of its own, or has it by HTTP. Throws a CliError for a pair that does not fit. */
export async function certificateOf(stage: Stage, now: number): Promise<SoundPair | undefined> {
  const { customDomain, customDomainCertificate: files } = stage;
  if (customDomain === undefined || files === undefined) return undefined;
  const pair = fromEnvironment() ?? { chain: await textOf(files.chain), privateKey: await textOf(files.privateKey) };
  try {
    return soundPair(pair, customDomain, now);
  } catch (error) {
    if (!(error instanceof UnfitPair)) throw error;
    throw new CliError('BadCertificate', `certificate of ${customDomain}: ${error.message}`, {
      hint: `It is read from ${KEY_VARIABLE} and ${CERTIFICATE_VARIABLE}, or else from ${files.chain} and ${files.privateKey}. Nothing was changed.`,
      exitCode: 2,
    });
  }
}

function fromEnvironment(): CertificatePair | undefined {
  const [chain, privateKey] = [process.env[CERTIFICATE_VARIABLE], process.env[KEY_VARIABLE]];
  if (chain && privateKey) return { chain, privateKey };
  if (!chain && !privateKey) return undefined;
  throw new CliError(
    'BadCertificate',
    `${chain ? KEY_VARIABLE : CERTIFICATE_VARIABLE} is missing beside the other one`,
    {
      hint: 'Set both, or neither to read the files that the stage names.',
      exitCode: 2,
    },
  );
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError('BadCertificate', `${file} cannot be read (${code}), and the stage names it for its domain`, {
      hint: `Put the file there, or set ${CERTIFICATE_VARIABLE} and ${KEY_VARIABLE} to the PEM texts.`,
      exitCode: 2,
    });
  }
}
