/** The order of texts that SQLite and DynamoDB sort by. */
export { compareText } from '../../core/textOrder.ts';
