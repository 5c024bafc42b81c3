/** The local Tablestore in a process of its own: in memory, or in the folder of the first argument. Prints its port. */
import type { AddressInfo } from 'node:net';
import { createTablestoreServer } from '../../../local/tablestore/server.ts';
import { ACCESS_KEY } from '../../local/tablestore/store.ts';

const server = createTablestoreServer({ ...ACCESS_KEY, directory: process.argv[2] });
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
