/** What every construct of the house is handed: the configuration, the bundles, the resources needs are about. */
import type { FunctionName } from './functionTable.ts';
import type { DeploymentConfig } from './config/deploymentConfig.ts';
import type { Resources } from './grants.ts';

/** Where the bundle of a function lies, and a name that changes with what lies there. */
export interface BundlePlaces {
  bundleFolder(name: FunctionName): string;
  bundleHash(name: FunctionName): string;
}

export interface House extends BundlePlaces {
  readonly config: DeploymentConfig;
  readonly resources: Resources;
  /** Of every function. */
  readonly environment: Readonly<Record<string, string>>;
}
