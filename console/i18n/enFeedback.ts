/** What came back about a message, in English. */
export const enFeedback = {
  feedback: {
    title: 'What came back',
    none: 'Nothing has come back yet.',
    machineNote: 'A mail program or a filter fetched it; whether somebody read it then is not known.',
    invented: 'Made up, for trying out: nobody has received this message.',
  },
  feedbackKind: {
    delivered: 'Delivered',
    opened: 'Opened by a person',
    openedByMachine: 'Opened by a machine',
    clicked: 'Clicked by a person',
    clickedByMachine: 'Clicked by a machine',
    softBounced: 'Bounced, may pass',
    hardBounced: 'Bounced: no such address',
    complained: 'Reported as spam',
    rejected: 'Rejected by the provider',
  },
  feedbackShort: {
    delivered: 'Delivered',
    opened: 'Opened',
    openedByMachine: 'Machine open',
    clicked: 'Clicked',
    clickedByMachine: 'Machine click',
    softBounced: 'Bounced',
    hardBounced: 'Bounced',
    complained: 'Spam report',
    rejected: 'Rejected',
  },
};
