/** What `demo` says in English. */
export const enDemo = {
  demo: {
    done: 'The demonstration shop is ready in {dataDir}.',
    customers: 'Customers',
    stages: 'Stages',
    grades: 'Grades',
    journeys: 'Journeys',
    messages: 'Messages',
    segments: 'Segments',
    offers: 'Offers',
    points: 'Points',
    pointsValue: '{points} of {members} members, {balanced}',
    winBack: 'Win-back',
    ledger: 'Ledger',
    balanced: 'balanced',
    unbalanced: 'NOT balanced',
    subjects: 'For example',
    seconds: 'Took',
    secondsValue: '{seconds} s',
    next: 'Look at it: perennial serve',
  },
} as const;
