/** PlainBuffer, the encoding of rows (tablestore.md §3): constants shared by its reader and its writer. */

export const HEADER = 0x75;

export const Tag = {
  rowKey: 1,
  rowData: 2,
  cell: 3,
  cellName: 4,
  cellValue: 5,
  cellOperation: 6,
  cellTimestamp: 7,
  deleteMarker: 8,
  rowChecksum: 9,
  cellChecksum: 10,
} as const;

export const Variant = {
  integer: 0,
  double: 1,
  boolean: 2,
  string: 3,
  null: 6,
  blob: 7,
  infMin: 9,
  infMax: 10,
  autoIncrement: 11,
} as const;

/** What an update does with a column; a cell without an operation is put. */
export const CellOperation = { deleteAll: 1, deleteOne: 3, increment: 4 } as const;
export type CellOperation = (typeof CellOperation)[keyof typeof CellOperation];
