/**
 * Every function of the AWS runtime: where it begins, how long and in how much memory it runs, what starts it, and what it may
 * touch. The stacks derive roles, environment, event sources and routes from this table and from nothing else, so that least
 * access is decided in one place: a function is granted what its `needs` name, and that alone.
 */
import { EVALUATION_FUNCTIONS } from './evaluationFunctions.ts';
import {
  type FunctionDefinition,
  ONE_CPU_MB,
  READ,
  READ_WRITE,
  SCAN_READ_WRITE,
} from './functionDefinition.ts';
import { ROUTES } from './httpRoutes.ts';

/** Whatever happens to a customer: profile, facts, enrolments and tasks, by the definitions; the shop's currency is written once. */
const CUSTOMER = { people: READ_WRITE, facts: READ_WRITE, work: READ_WRITE, config: READ_WRITE } as const;
/** What cannot be read or applied is kept, and its repetition found. */
const KEEPS_REJECTED = { 'rejected/': ['read', 'list', 'write'] } as const;
const SENDS = { email: true, sms: true } as const;
/** Every place of the bucket that names people is searched, rewritten or emptied. */
const ERASES_FROM = ['read', 'list', 'write', 'delete'] as const;
const ERASES = {
  tables: { people: SCAN_READ_WRITE, facts: SCAN_READ_WRITE, work: SCAN_READ_WRITE, config: READ_WRITE },
  bucket: {
    'uploads/': ERASES_FROM,
    'imports/': ERASES_FROM,
    'rejected/': ERASES_FROM,
    'archive/': ERASES_FROM,
    'aws/lambda/': ERASES_FROM,
    'mail/': ERASES_FROM,
  },
} as const;

/** What API Gateway waits for. */
const HTTP_SECONDS = 29;

const TASK_OF_WAVE = { kind: 'task', machine: 'journey-wave' } as const;
const TASK_OF_IMPORT = { kind: 'task', machine: 'import' } as const;
const TASK_OF_ERASURE = { kind: 'task', machine: 'erase-customer' } as const;
const TASK_OF_LAUNCH = { kind: 'task', machine: 'campaign-launch' } as const;

/** By name; `${<Name>}` with a capital in the state machines. */
export const FUNCTIONS = {
  journeyWavePlan: {
    entry: 'functions/journeyWavePlan/lambda.ts',
    timeoutSeconds: 30,
    memoryMb: 512,
    trigger: TASK_OF_WAVE,
    needs: { tables: { people: READ, facts: READ, work: READ, config: READ_WRITE } },
  },
  journeyWaveDrain: {
    entry: 'functions/journeyWaveDrain/lambda.ts',
    timeoutSeconds: 300,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_WAVE,
    // What recommendations are made with.
    needs: { tables: CUSTOMER, ...SENDS, bucket: { 'documents/': ['read'] } },
  },
  upkeepDrain: {
    entry: 'functions/upkeepDrain/lambda.ts',
    timeoutSeconds: 300,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_WAVE,
    needs: {
      ...ERASES,
      // The catalogue, and what recommendations are made with.
      bucket: { ...ERASES.bucket, 'documents/': ['read', 'list', 'write', 'delete'] },
      starts: ['campaign-launch'],
    },
  },
  ...EVALUATION_FUNCTIONS,
  importPlan: {
    entry: 'functions/importPlan/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_IMPORT,
    needs: {
      tables: { config: READ_WRITE },
      bucket: { 'uploads/': ['read', 'list'], 'imports/': ['read', 'list', 'write', 'delete'] },
    },
  },
  importPart: {
    entry: 'functions/importPart/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_IMPORT,
    needs: { tables: CUSTOMER, bucket: { 'imports/': ['read', 'list', 'write'] } },
  },
  importFinish: {
    entry: 'functions/importFinish/lambda.ts',
    timeoutSeconds: 300,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_IMPORT,
    needs: {
      tables: { config: READ_WRITE },
      bucket: {
        'uploads/': ['read', 'list', 'delete'],
        'imports/': ['read', 'list', 'write', 'delete'],
      },
    },
  },
  importRecordFailure: {
    entry: 'functions/importRecordFailure/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 256,
    trigger: TASK_OF_IMPORT,
    needs: { tables: { config: READ_WRITE } },
  },
  eraseBegin: {
    entry: 'functions/eraseBegin/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 512,
    trigger: TASK_OF_ERASURE,
    needs: { tables: { work: READ, config: READ } },
  },
  eraseStep: {
    entry: 'functions/eraseStep/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_ERASURE,
    needs: ERASES,
  },
  eraseRecordFailure: {
    entry: 'functions/eraseRecordFailure/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 256,
    trigger: TASK_OF_ERASURE,
    needs: { tables: { config: READ_WRITE } },
  },
  campaignPlan: {
    entry: 'functions/campaignPlan/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_LAUNCH,
    needs: { tables: { people: READ_WRITE, facts: READ_WRITE, work: READ_WRITE, config: READ } },
  },
  campaignLetIn: {
    entry: 'functions/campaignLetIn/lambda.ts',
    timeoutSeconds: 900,
    memoryMb: ONE_CPU_MB,
    trigger: TASK_OF_LAUNCH,
    needs: { tables: { people: READ_WRITE, facts: READ_WRITE, work: READ_WRITE, config: READ } },
  },
  campaignRecordFailure: {
    entry: 'functions/campaignRecordFailure/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 256,
    trigger: TASK_OF_LAUNCH,
    needs: { tables: { config: READ_WRITE } },
  },
  management: {
    entry: 'functions/management/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: 1_024,
    trigger: { kind: 'http', routes: ['ANY /v1/{proxy+}'] },
    needs: {
      tables: ERASES.tables,
      // A person's export searches every prefix that names people.
      bucket: {
        'uploads/': ['read', 'list', 'write'],
        'imports/': ['read', 'list'],
        'rejected/': ['read', 'list'],
        'archive/': ['read', 'list'],
        'aws/lambda/': ['read', 'list'],
        'mail/': ['read', 'list'],
      },
      starts: ['import', 'lifecycle-evaluation', 'erase-customer'],
      verifiesTokens: true,
    },
  },
  definitions: {
    entry: 'functions/definitions/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: 1_024,
    trigger: {
      kind: 'http',
      routes: ROUTES.definitions,
    },
    needs: {
      // Whom a segment or a campaign would be for is looked up over everyone.
      tables: { people: SCAN_READ_WRITE, facts: SCAN_READ_WRITE, work: SCAN_READ_WRITE, config: READ_WRITE },
      verifiesTokens: true,
    },
  },
  messages: {
    entry: 'functions/messages/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: 1_024,
    trigger: {
      kind: 'http',
      routes: ROUTES.messages,
    },
    needs: { tables: CUSTOMER, ...SENDS, bucket: { 'documents/': ['read'] }, verifiesTokens: true },
  },
  insights: {
    entry: 'functions/insights/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: ONE_CPU_MB,
    trigger: {
      kind: 'http',
      routes: ROUTES.insights,
    },
    needs: {
      tables: {
        people: ['read', 'scan'],
        facts: ['read', 'scan'],
        work: ['read', 'scan', 'write'],
        config: READ_WRITE,
      },
      // The catalogue, and what recommendations are made with.
      bucket: { 'documents/': ['read', 'list', 'write', 'delete'] },
      verifiesTokens: true,
    },
  },
  marketing: {
    entry: 'functions/marketing/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: ONE_CPU_MB,
    trigger: {
      kind: 'http',
      routes: ROUTES.marketing,
    },
    needs: {
      tables: { people: SCAN_READ_WRITE, facts: SCAN_READ_WRITE, work: SCAN_READ_WRITE, config: READ_WRITE },
      bucket: { 'documents/': ['read', 'list', 'write', 'delete'] },
      verifiesTokens: true,
    },
  },
  benefits: {
    entry: 'functions/benefits/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: ONE_CPU_MB,
    trigger: {
      kind: 'http',
      routes: ROUTES.benefits,
    },
    needs: {
      tables: { people: SCAN_READ_WRITE, facts: SCAN_READ_WRITE, work: SCAN_READ_WRITE, config: READ_WRITE },
      bucket: { 'documents/': ['read', 'list', 'write', 'delete'] },
      verifiesTokens: true,
    },
  },
  openApi: {
    entry: 'functions/openapi/lambda.ts',
    timeoutSeconds: 10,
    memoryMb: 512,
    trigger: { kind: 'http', routes: ['GET /openapi.json'] },
    needs: {},
  },
  templatePublish: {
    entry: 'functions/templatePublish/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: ONE_CPU_MB,
    trigger: {
      kind: 'http',
      routes: ROUTES.templatePublish,
    },
    needs: { tables: { work: READ_WRITE, config: READ_WRITE }, verifiesTokens: true },
    files: ['workflows/templates'],
    afterDeployment: { publish: 'shipped' },
  },
  tracking: {
    entry: 'functions/tracking/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: 1_024,
    trigger: {
      kind: 'http',
      routes: ROUTES.tracking,
    },
    needs: { tables: CUSTOMER, bucket: KEEPS_REJECTED, sendsTo: ['events'] },
  },
  pages: {
    entry: 'functions/pages/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: 1_024,
    trigger: { kind: 'http', routes: ['ANY /p/{proxy+}'] },
    needs: { tables: CUSTOMER },
  },
  inboundPost: {
    entry: 'functions/inboundPost/lambda.ts',
    timeoutSeconds: HTTP_SECONDS,
    memoryMb: 1_024,
    trigger: { kind: 'http', routes: ['POST /v1/inbound/{channel}'] },
    needs: { tables: CUSTOMER, bucket: KEEPS_REJECTED },
  },
  eventIntake: {
    entry: 'functions/eventIntake/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 1_024,
    trigger: { kind: 'queue', queue: 'events', batchSize: 10, windowSeconds: 0 },
    needs: { tables: CUSTOMER },
  },
  providerEvents: {
    entry: 'functions/providerEvents/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 1_024,
    trigger: { kind: 'queue', queue: 'providerEvents', batchSize: 10, windowSeconds: 1 },
    needs: { tables: CUSTOMER, bucket: KEEPS_REJECTED },
  },
  inbound: {
    entry: 'functions/inbound/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 1_024,
    trigger: { kind: 'queue', queue: 'inbound', batchSize: 5, windowSeconds: 0 },
    needs: { tables: CUSTOMER, bucket: { ...KEEPS_REJECTED, 'mail/': ['read'] } },
  },
  factArchive: {
    entry: 'functions/factArchive/lambda.ts',
    timeoutSeconds: 60,
    memoryMb: 512,
    trigger: {
      kind: 'stream',
      table: 'facts',
      batchSize: 500,
      windowSeconds: 30,
    },
    needs: {
      tables: { config: READ },
      bucket: { 'archive/': ['read', 'list', 'write', 'delete'], 'aws/lambda/': ['read', 'list', 'delete'] },
    },
  },
} as const satisfies Readonly<Record<string, FunctionDefinition>>;

export type FunctionName = keyof typeof FUNCTIONS;

/** The name a state machine calls the function by. */
export function aslName(name: FunctionName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
