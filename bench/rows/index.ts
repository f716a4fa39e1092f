/** Every row, in the order it is printed. */
import type { Row } from '../row.ts';
import { campaign } from './campaign.ts';
import { compose } from './compose.ts';
import { ease } from './ease.ts';
import { evaluate } from './evaluate.ts';
import { fitBgNbd, fitMbgNbd, fitMillion, fitParetoNbd } from './fitModels.ts';
import { importCustomers } from './importCustomers.ts';
import { importOrders } from './importOrders.ts';
import { lanes } from './lanes.ts';
import { points } from './points.ts';
import { providerEvents } from './providerEvents.ts';
import { recommendOne } from './recommendOne.ts';
import { scoreMillion } from './scoreMillion.ts';
import { segmentMillion } from './segmentMillion.ts';
import { send } from './send.ts';
import { sendMillion } from './sendMillion.ts';
import { simulate } from './simulate.ts';
import { track } from './track.ts';

export const ROWS: readonly Row[] = [
  importOrders,
  importCustomers,
  evaluate,
  ease,
  recommendOne,
  simulate,
  compose,
  send,
  sendMillion,
  campaign,
  lanes,
  track,
  providerEvents,
  points,
  fitBgNbd,
  fitMbgNbd,
  fitParetoNbd,
  fitMillion,
  scoreMillion,
  segmentMillion,
];
