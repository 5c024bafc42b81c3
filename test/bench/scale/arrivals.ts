/** Viewers who come and go: a random process that is the same for the same seed. */
import type { Behaviour, Crowd } from './behaviour.ts';

/** A number in [0, 1); the same sequence for the same seed (the generator mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many events of a Poisson process there are where `mean` are expected. */
export function poisson(mean: number, random: () => number): number {
  if (mean > 50) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
  const limit = Math.exp(-mean);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}

/**
 * Second after second of an audience that is so great on average: a part of it comes evenly, the rest in bursts, as when a
 * channel goes live. Everybody stays for a random time.
 */
export function audience(average: number, behaviour: Behaviour, seconds: number, random: () => number): Crowd[] {
  const { staySeconds, burstShare, burstEverySeconds, burstSeconds } = behaviour;
  const perSecond = average / staySeconds;
  const ofBurst = perSecond * burstShare * burstEverySeconds;
  let viewers = average;
  // Whoever heard of it, and whoever is on the way: a burst rises as it falls.
  let called = 0;
  let waiting = 0;
  const crowds: Crowd[] = [];
  for (let second = 0; second < seconds; second += 1) {
    if (random() < 1 / burstEverySeconds) called += ofBurst;
    const going = called / (burstSeconds / 2);
    const coming = waiting / (burstSeconds / 2);
    called -= going;
    waiting += going - coming;
    const arrivals = poisson(perSecond * (1 - burstShare) + coming, random);
    const departures = Math.min(viewers, poisson(viewers / staySeconds, random));
    viewers += arrivals - departures;
    crowds.push({ viewers, arrivals, departures });
  }
  return crowds;
}

/** How the audience spreads over rooms: the second has half of what the first has, the third a third, and so on (Zipf). */
export function roomShares(rooms: number): number[] {
  const weights = Array.from({ length: rooms }, (_, index) => 1 / (index + 1));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
