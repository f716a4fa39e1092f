/**
 * Sends one message that no journey decided, at once. The decision is committed first, so a crash leaves it to the wave; the
 * send itself goes through the same gates and the same claim as any other.
 */
import { type DirectSend, directDecision } from '../../core/message/directSend.ts';
import type { Decision } from '../../core/message/decision.ts';
import { runSend } from '../../core/message/send.ts';
import type { Container } from './container.ts';

export interface DirectlySent {
  /** False where a message of this id was asked for before. */
  readonly isNew: boolean;
  /** As it is now. */
  readonly decision: Decision;
}

/** Puts the decision where there is none of its id, and runs it. Where the send itself fails the wave goes on with it. */
export async function sendDirectly(container: Container, wanted: DirectSend): Promise<DirectlySent> {
  const { store } = container;
  const now = container.now();
  const { model } = await container.inForce();
  const versions = { settings: container.settingsVersion, model: model.version };
  const put = directDecision(wanted, versions, now);
  const [isNew = false] = await store.putDecisions([put]);
  if (isNew) await attempt(container, put.decision);
  return { isNew, decision: (await store.loadDecision(wanted.id)) ?? put.decision };
}

async function attempt(container: Container, decision: Decision): Promise<void> {
  const deps = await container.sendDeps();
  try {
    await runSend(deps, decision, container.now());
  } catch {
    return;
  } finally {
    await deps.purse.close();
  }
}
