/** What sending one message, and stopping all of them, is told with, in English. */
export const enSending = {
  send: {
    done: '{template} to {customer}: {outcome}. Decision {id}.',
    repeated: 'Asked for before under this key. {template} to {customer}: {outcome}. Decision {id}.',
  },
  sending: {
    open: 'Sending goes on.',
    stopped:
      'Stopped at {at} by {by}: {why}. Promotions, care and surveys are held; what people wait for goes out.',
    stoppedAll: 'Stopped at {at} by {by}: {why}. Everything is held.',
    guardComplaints:
      'The reputation guard holds promotions, care and surveys since {at}: {rate} of {of} messages were reported as spam.',
    guardBounces:
      'The reputation guard holds promotions, care and surveys since {at}: {rate} of {of} messages went to addresses that do not exist.',
  },
  guard: {
    resting: 'The reputation guard has not paused anything.',
    resumed: 'Resumed at {at} by {by}: {why}. What was counted by then is left out.',
    window: 'Counted over {days} days; a rate is read from {least} sends on.',
    nobody: 'Nothing was sent in that time.',
    sender: 'Sender',
    sends: 'Sends',
    delivered: 'Delivered',
    complaints: 'Complaints',
    bounces: 'Hard bounces',
    ofLimit: '{count} = {rate} of {limit}',
    tooFew: '{count}',
    remedy: 'To go on: perennial guard resume --why "what was mended"',
    ask: 'Mail that people report or that bounces harms every later message. Type yes to go on sending: ',
    stopped: 'not confirmed: sending stays paused; --yes answers for scripts',
  },
  feedback: {
    one: '{what} {at}',
    delivered: 'delivered',
    opened: 'opened',
    openedByMachine: 'opened by a machine',
    clicked: 'clicked',
    clickedByMachine: 'clicked by a machine',
    softBounced: 'bounced, may pass',
    hardBounced: 'bounced: no such address',
    complained: 'reported as spam',
    rejected: 'rejected by the provider',
    fact: 'Message of {journey}: {what}',
  },
};
