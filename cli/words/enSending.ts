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
};
