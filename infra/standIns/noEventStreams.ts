/** Stands in for the SDK's streams of events, which no function of ours asks for. */
export function EventStreamSerde(): never {
  throw new Error('streams of events are left out of the bundles, see infra/leanBundle.ts');
}

export function eventStreamSerdeProvider(): never {
  return EventStreamSerde();
}

export function resolveEventStreamSerdeConfig<Config>(config: Config): Config {
  return config;
}
