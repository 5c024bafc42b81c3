/** The one bundle of both functions: the first argument chooses which of them this process is. */

const HALVES = new Map<string | undefined, () => Promise<unknown>>([
  ['app-server', async () => (await import('./app-server/server.ts')).startAppServer()],
  ['provisioner', async () => (await import('./provisioner/server.ts')).startProvisioner()],
]);

/** The halves are imported when chosen, so that neither pays for the other's modules. */
async function main(choice: string | undefined): Promise<void> {
  const start = HALVES.get(choice);
  if (!start) {
    const given = choice === undefined ? 'nothing' : JSON.stringify(choice);
    throw new Error(`Expected "app-server" or "provisioner" as the first argument, got ${given}.`);
  }
  await start();
}

// The Tablestore SDK inside this bundle calls `Buffer()`: one warning a start, about nothing that we can change.
process.noDeprecation = true;

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
