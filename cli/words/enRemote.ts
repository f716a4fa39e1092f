/** What keys and a system elsewhere are told with, in English. */
export const enRemote = {
  keys: {
    name: 'Name',
    kind: 'Kind',
    key: 'Key',
    once: 'shown once, at creation',
    none: 'There are no keys.',
    created: 'Key "{name}" of kind {kind} was made.',
    onlyNow: 'It is shown this once: keep it where your other secrets are.',
    revoked: 'Key "{name}" of kind {kind} is revoked.',
  },
  remote: {
    onlyHere: '"{command}" runs on this machine alone; it takes no --remote.',
    onlyHereRemedy: 'Leave --remote out, and PERENNIAL_REMOTE unset.',
    noReplay: 'Not replayed: a deployed system replays nothing. Run "plan" against a data folder for that.',
  },
};
