/** Starts the local cloud in a process that has done nothing else, or bare `node:http`, and prints how long that took. */
const before = performance.now();
if (process.argv[2] === 'cloud') {
  const { startLocalCloud } = await import('../../../local/cloud.ts');
  const imported = performance.now();
  const cloud = await startLocalCloud({ port: 0, triggerPort: 0 });
  const listening = performance.now();
  console.log(JSON.stringify({ importMs: imported - before, listenMs: listening - imported }));
  await cloud.close();
} else {
  const { createServer } = await import('node:http');
  const imported = performance.now();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listening = performance.now();
  console.log(JSON.stringify({ importMs: imported - before, listenMs: listening - imported }));
  server.close();
}

export {};
