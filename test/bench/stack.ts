/** A local cloud with our stack deployed to it by the built command. */
import { programFile, runCommand, startProgram } from './programs.ts';

export interface CloudProcess {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Deploys stage `local`; answers its outputs and the milliseconds from the start of the command to its end. */
  deploy(): Promise<{ readonly ms: number; readonly outputs: Readonly<Record<string, string>> }>;
  /** Puts the code of the working copy on both functions; answers the milliseconds from the start of the command to its end. */
  hotswap(): Promise<{ readonly ms: number }>;
  destroy(): Promise<void>;
  end(): Promise<void>;
}

export async function startCloud(): Promise<CloudProcess> {
  const program = await startProgram(programFile('programs/cloud'));
  const { endpoint, accessKeyId, accessKeySecret } = JSON.parse(program.line) as Record<string, string>;
  const command = (name: string) =>
    runCommand(['--json', name, '--stage', 'local', '--endpoint', String(endpoint)], {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    });
  return {
    endpoint: String(endpoint),
    accessKeyId: String(accessKeyId),
    accessKeySecret: String(accessKeySecret),
    deploy: async () => {
      const { ms, stdout } = await command('deploy');
      return { ms, outputs: (JSON.parse(stdout) as { outputs: Record<string, string> }).outputs };
    },
    hotswap: () => command('hotswap'),
    destroy: async () => {
      await command('destroy');
    },
    end: () => program.end(),
  };
}
