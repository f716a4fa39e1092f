/** The questions the rooms ask, each with the key it is cached under and how often it is asked again. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { fetchJson, withParameters } from './fetchJson.ts';
import type { JourneyView } from './journeyTypes.ts';
import type {
  CustomerDetail,
  CustomerRow,
  Health,
  MessageDetail,
  MessageSummary,
  Page,
  Sending,
} from './types.ts';

const PAGE_ITEMS = 50;
const PAGE_FIELDS = ['items', 'next', 'total'] as const;
const PREPARING_POLL_MS = 1_500;
const HEALTH_POLL_MS = 20_000;
const MAILBOX_POLL_MS = 10_000;

/** Asked again every moment while the server prepares, then now and then. */
export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => fetchJson<Health>({ path: '/health', fields: ['mode', 'version'], signal }),
    refetchInterval: (query) => (query.state.data?.ready === true ? HEALTH_POLL_MS : PREPARING_POLL_MS),
    retry: false,
  });
}

/** Whether sending is stopped, and why. */
export function useSending() {
  return useQuery({
    queryKey: ['sending'],
    queryFn: ({ signal }) => fetchJson<Sending>({ path: '/v1/sending', fields: ['sending'], signal }),
    refetchInterval: HEALTH_POLL_MS,
  });
}

export interface MessageFilter {
  readonly journey: string | null;
  readonly channel: string | null;
  readonly search: string | null;
  readonly customer: string | null;
}

/** Newest first. While only the first page is open, new messages appear by themselves. */
export function useMessages(filter: MessageFilter) {
  return useInfiniteQuery({
    queryKey: ['messages', filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Page<MessageSummary>>({
        path: withParameters('/v1/messages', { ...filter, cursor: pageParam, limit: PAGE_ITEMS }),
        fields: PAGE_FIELDS,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.pages.length === 1 ? MAILBOX_POLL_MS : false),
  });
}

/** A message never changes once it is kept; only its decision may still be settled. */
export function useMessage(id: string | null) {
  return useQuery({
    queryKey: ['message', id],
    queryFn: ({ signal }) =>
      fetchJson<MessageDetail>({
        path: `/v1/messages/${encodeURIComponent(id ?? '')}`,
        fields: ['html', 'text', 'headers'],
        signal,
      }),
    enabled: id !== null,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

export interface CustomerFilter {
  readonly stage: string | null;
  readonly search: string | null;
}

export function useCustomers(filter: CustomerFilter) {
  return useInfiniteQuery({
    queryKey: ['customers', filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Page<CustomerRow>>({
        path: withParameters('/v1/customers', { ...filter, cursor: pageParam, limit: PAGE_ITEMS }),
        fields: PAGE_FIELDS,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export function useCustomer(id: string) {
  return useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) =>
      fetchJson<CustomerDetail>({
        path: `/v1/customers/${encodeURIComponent(id)}`,
        fields: ['id', 'facts', 'decisions', 'enrolments'],
        signal,
      }),
  });
}

export function useJourneys() {
  return useQuery({
    queryKey: ['journeys'],
    queryFn: ({ signal }) =>
      fetchJson<{ items: readonly JourneyView[] }>({ path: '/v1/journeys', fields: ['items'], signal }),
    staleTime: 30_000,
  });
}
