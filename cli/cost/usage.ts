/**
 * What a request of a viewer uses, in a room of the usual size: as the scale model has measured it (docs/scale.md), which a
 * test compares. A greater room needs less for each.
 */
export const USAGE = {
  /** Capacity units of Tablestore, of 4 KB. */
  readUnits: 3.5,
  writeUnits: 0.6,
  /** Seconds for which a request keeps an instance awake, or its share of it. */
  seconds: 0.02,
  /** Of the AppServer's line in the log. */
  logBytes: 170,
} as const;
