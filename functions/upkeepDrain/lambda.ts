/** What Lambda calls: the worker of lane `upkeep`. It sends nothing, and brings nothing to send with. */
import { journeyWaveDrain } from '../journeyWaveDrain/handler.ts';
import { awsBucket } from '../shared/awsBucket.ts';
import { awsMachines } from '../shared/awsMachines.ts';
import { onAws } from '../shared/onAws.ts';
import { runsUpkeep } from '../shared/runners/runsUpkeep.ts';

export const handler = await onAws('upkeepDrain', [awsBucket, awsMachines, runsUpkeep], ({ container }) =>
  journeyWaveDrain(container),
);
