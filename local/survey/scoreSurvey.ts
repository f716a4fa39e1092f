/** The scores of survey files by name: reads the file, hands it to the instrument, answers what `--json` prints. */
import type { CsatScale } from '../../core/feedback/csat.ts';
import type { TrapThresholds } from '../../core/feedback/satisfactionTrap.ts';
import type { Instant } from '../../core/time.ts';
import { readTable } from '../tables/readTable.ts';
import { kanoOfTable, servqualOfTable } from './instruments.ts';
import {
  alphaOfTable,
  csatOfTable,
  loyaltyOfTable,
  npsOfTable,
  trapOfTable,
  trustOfTable,
} from './ratings.ts';
import { pastValueOfTable, sharesOfTable } from './shares.ts';

/** What is asked, with its options. */
export type SurveyRequest =
  | { readonly kind: 'nps'; readonly column: string | null }
  | { readonly kind: 'csat'; readonly column: string | null; readonly scale: CsatScale }
  | { readonly kind: 'servqual'; readonly reversed: boolean; readonly weights: readonly number[] | null }
  | { readonly kind: 'kano' }
  | { readonly kind: 'alpha'; readonly columns: readonly string[] | null }
  | { readonly kind: 'trust' }
  | { readonly kind: 'trap'; readonly thresholds: TrapThresholds }
  | { readonly kind: 'loyalty'; readonly attitude: number | null; readonly behaviour: number | null }
  | { readonly kind: 'share' }
  | { readonly kind: 'pcv'; readonly at: Instant; readonly annualRate: number };

export type SurveyScore =
  | ({ readonly kind: 'nps' } & ReturnType<typeof npsOfTable>)
  | ({ readonly kind: 'csat' } & ReturnType<typeof csatOfTable>)
  | ({ readonly kind: 'servqual' } & ReturnType<typeof servqualOfTable>)
  | { readonly kind: 'kano'; readonly features: ReturnType<typeof kanoOfTable> }
  | ({ readonly kind: 'alpha' } & ReturnType<typeof alphaOfTable>)
  | ({ readonly kind: 'trust' } & ReturnType<typeof trustOfTable>)
  | ({ readonly kind: 'trap' } & ReturnType<typeof trapOfTable>)
  | ({ readonly kind: 'loyalty' } & ReturnType<typeof loyaltyOfTable>)
  | { readonly kind: 'share'; readonly shares: ReturnType<typeof sharesOfTable> }
  | ({ readonly kind: 'pcv' } & ReturnType<typeof pastValueOfTable>);

/** Throws `TableMisuse` or `ImportMisuse` where the file cannot be used. */
export async function scoreSurvey(file: string, request: SurveyRequest): Promise<SurveyScore> {
  const table = await readTable(file);
  switch (request.kind) {
    case 'nps':
      return { kind: 'nps', ...npsOfTable(table, request.column) };
    case 'csat':
      return { kind: 'csat', ...csatOfTable(table, request.column, request.scale) };
    case 'servqual':
      return { kind: 'servqual', ...servqualOfTable(table, request) };
    case 'kano':
      return { kind: 'kano', features: kanoOfTable(table) };
    case 'alpha':
      return { kind: 'alpha', ...alphaOfTable(table, request.columns) };
    case 'trust':
      return { kind: 'trust', ...trustOfTable(table) };
    case 'trap':
      return { kind: 'trap', ...trapOfTable(table, request.thresholds) };
    case 'loyalty':
      return { kind: 'loyalty', ...loyaltyOfTable(table, request) };
    case 'share':
      return { kind: 'share', shares: sharesOfTable(table) };
    case 'pcv':
      return { kind: 'pcv', ...pastValueOfTable(table, request) };
  }
}
