import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { storeContract } from '../../contract/storeContract.ts';

storeContract('the memory store', (options) => createMemoryStore(options));
