/** A clock that keeps its pace in a hidden tab: timers of a page are slowed there, those of a worker are not. */

const PROGRAM = `
let timer;
onmessage = ({ data }) => {
  clearInterval(timer);
  if (data > 0) timer = setInterval(() => postMessage(0), data);
};`;

export interface Ticker {
  stop(): void;
}

/** @param perSecond how often `onTick` is called */
export function startTicker(perSecond: number, onTick: () => void): Ticker {
  const address = URL.createObjectURL(new Blob([PROGRAM], { type: 'text/javascript' }));
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  worker.onmessage = onTick;
  worker.postMessage(1_000 / perSecond);
  return { stop: () => worker.terminate() };
}
